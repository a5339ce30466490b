/// Real servers for tests, from containers or from Maven artifacts, by one switch.
@NullMarked
package dev.reelay.testing;

import org.jspecify.annotations.NullMarked;
