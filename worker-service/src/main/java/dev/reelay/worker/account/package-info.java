/// The operator's accounts at upstreams: entered by the admin API, sealed, opened in each worker.
@NullMarked
package dev.reelay.worker.account;

import org.jspecify.annotations.NullMarked;
