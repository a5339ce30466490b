/// How the api's calls are read and answered; the routes stand with what they are about.
@NullMarked
package dev.reelay.worker.internal;

import org.jspecify.annotations.NullMarked;
