package dev.reelay.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Lets tests that wait without a limit of their own wait long enough for a machine that is busy
/// with other work. JUnit finds it by itself; so does Quarkus, whose tests load their own copy of
/// the library.
public final class PatientWaits implements LauncherSessionListener, QuarkusTestBeforeClassCallback {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONGEST);
    }

    @Override
    public void beforeClass(Class<?> testClass) {
        Awaitility.setDefaultTimeout(LONGEST);
    }
}
