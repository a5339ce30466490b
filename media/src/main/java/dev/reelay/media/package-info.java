/// Files that tenants give: what they are, read from their own bytes without decoding them.
@NullMarked
package dev.reelay.media;

import org.jspecify.annotations.NullMarked;
