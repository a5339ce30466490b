/// Addresses that tenants name and that the worker calls: how this service reads them.
@NullMarked
package dev.reelay.api.address;

import org.jspecify.annotations.NullMarked;
