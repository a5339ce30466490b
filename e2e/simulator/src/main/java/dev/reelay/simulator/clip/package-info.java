/// Real MP4 files, rendered once for each size and length, and the pictures that clients send.
@NullMarked
package dev.reelay.simulator.clip;

import org.jspecify.annotations.NullMarked;
