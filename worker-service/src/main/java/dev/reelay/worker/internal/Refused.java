package dev.reelay.worker.internal;

/// The request cannot be done as it stands.
public abstract sealed class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Refused(String message) {
        super(message);
    }

    /// A member, parameter or header has no such value; answered with 422.
    public static final class Invalid extends Refused {
        private static final long serialVersionUID = 1L;

        private final String field;

        /// @param why the end of a sentence that begins with the field: "must be true or false"
        public Invalid(String field, String why) {
            super(why);
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /// There is no such thing, or it is another tenant's; answered with 404.
    public static final class Unknown extends Refused {
        private static final long serialVersionUID = 1L;

        public Unknown() {
            super("unknown");
        }
    }

    /// The idempotency key stands for another request; answered with 412.
    public static final class KeyTaken extends Refused {
        private static final long serialVersionUID = 1L;

        public KeyTaken() {
            super("the key was used with another body");
        }
    }

    /// It is not in a state for this; answered with 409.
    public static final class WrongState extends Refused {
        private static final long serialVersionUID = 1L;

        /// @param why a sentence for the tenant
        public WrongState(String why) {
            super(why);
        }
    }
}
