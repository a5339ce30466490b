package dev.reelay.billing.ledger;

import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.common.credit.Credits;
import java.util.List;
import java.util.UUID;

/// Credits that leave one book and enter another, and the lots that this fills or uses.
///
/// @param about the grant, the adjustment or the hold; nothing of these where a lot expires
public record Posting(Kind kind, UUID about, List<Part> parts) {
    /// What moves credits that are in lots, apart from the capture of a hold.
    public enum Kind {
        GRANT("grant", "granted", "available"),
        REFUND("refund", "spent", "available"),
        EXPIRE("expire", "available", "expired"),
        ADD("adjustment", "granted", "available"),
        WITHDRAW("adjustment", "available", "withdrawn");

        final String word;
        final String debit;
        final String credit;

        Kind(String word, String debit, String credit) {
            this.word = word;
            this.debit = debit;
            this.credit = credit;
        }

        /// Lots get more of it, not less.
        boolean fills() {
            return credit.equals("available");
        }
    }

    public Posting {
        parts = List.copyOf(parts);
    }

    Credits amount() {
        return parts.stream().map(Part::amount).reduce(Credits.ZERO, Credits::plus);
    }
}
