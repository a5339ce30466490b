/// The operators' API.
@NullMarked
package dev.reelay.api.operator;

import org.jspecify.annotations.NullMarked;
