/// The secret of the installation and what several services derive from it: the api shows a
/// tenant's webhook secret, the worker signs with it.
@NullMarked
package dev.reelay.common.secret;

import org.jspecify.annotations.NullMarked;
