/// Where tenants want to be told: their registered endpoints, what is signed with, and whether they
/// are still worth calling.
@NullMarked
package dev.reelay.worker.endpoint;

import org.jspecify.annotations.NullMarked;
