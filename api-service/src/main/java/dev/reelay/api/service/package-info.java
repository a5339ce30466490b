/// The other services, as this one calls them: where they are, and how it proves who it is.
@NullMarked
package dev.reelay.api.service;

import org.jspecify.annotations.NullMarked;
