/// Workspaces: the parts of a tenant that have keys, budgets and defaults of their own.
@NullMarked
package dev.reelay.api.workspace;

import org.jspecify.annotations.NullMarked;
