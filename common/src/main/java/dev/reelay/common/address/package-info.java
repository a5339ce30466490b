/// What the host of an address may mean, by its spelling alone: the api refuses by it what a tenant
/// names, the worker what it is led to.
@NullMarked
package dev.reelay.common.address;

import org.jspecify.annotations.NullMarked;
