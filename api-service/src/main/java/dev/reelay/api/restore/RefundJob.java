package dev.reelay.api.restore;

import dev.reelay.api.credit.Books;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Gives back what was charged for a job that a restore took from its tenant.
@Singleton
final class RefundJob {
    private static final Logger LOG = Logger.getLogger(RefundJob.class);

    private final Books books;

    RefundJob(Books books) {
        this.books = books;
    }

    /// What cannot be given back, as where nothing was charged, is left. Throws where billing does
    /// not answer.
    void refund(JobId job, String reason) {
        try {
            books.refund(job, null, reason, null);
            LOG.warnf("a job was refunded job=%s reason=%s", job, reason);
        } catch (GatewayException e) {
            if (e.error() instanceof GatewayError.TryLater) {
                throw e;
            }
            LOG.infof("a refund was not booked job=%s cause=%s", job, e.error());
        }
    }
}
