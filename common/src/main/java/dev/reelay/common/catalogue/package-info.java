/// The models a tenant can ask for and what each can do.
@NullMarked
package dev.reelay.common.catalogue;

import org.jspecify.annotations.NullMarked;
