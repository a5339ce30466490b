/// API keys: what they look like, who they belong to, what they may do.
@NullMarked
package dev.reelay.api.key;

import org.jspecify.annotations.NullMarked;
