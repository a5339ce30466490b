/// Addresses that tenants name and that the worker calls: which of them are taken at all.
@NullMarked
package dev.reelay.address;

import org.jspecify.annotations.NullMarked;
