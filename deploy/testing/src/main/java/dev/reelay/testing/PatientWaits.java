package dev.reelay.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Lets tests that wait without a limit of their own wait long enough for a machine that is busy
/// with other work. JUnit finds it by itself.
public final class PatientWaits implements LauncherSessionListener {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONGEST);
    }
}
