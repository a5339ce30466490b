/// The local start: every part of the product as a process of its own on this machine.
@NullMarked
package dev.reelay.local;

import org.jspecify.annotations.NullMarked;
