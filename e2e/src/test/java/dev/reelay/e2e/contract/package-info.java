/// What others have written against the APIs that Reelay speaks: published clients, and the samples
/// of those APIs' own documentation.
@NullMarked
package dev.reelay.e2e.contract;

import org.jspecify.annotations.NullMarked;
