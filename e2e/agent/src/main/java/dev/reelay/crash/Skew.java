package dev.reelay.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the clock of a process off, as far as `java.time` tells it: `Instant.now()` and every
/// system clock. What asks `System.currentTimeMillis()` has the machine's time.
public final class Skew implements ClassFileTransformer {
    private static final ClassDesc INSTANT = Instant.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc PLUS = MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long);
    private static final String CLOCK = "java/time/Clock";
    private static final String NOW = "currentInstant";

    private final Duration by;

    private Skew(Duration by) {
        this.by = by;
    }

    /// Has the process that is told by this folder run off by so much, from its next start on.
    public static void write(Path folder, Duration by) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("skew"), by.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What {@link #write} wrote; nothing where there is no file.
    static Optional<Skew> read(Path folder) {
        var file = folder.resolve("skew");
        try {
            return Files.exists(file)
                    ? Optional.of(new Skew(Duration.parse(Files.readString(file).strip())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From now on.
    void in(Instrumentation instrumentation) {
        var before = Instant.now();
        instrumentation.addTransformer(this, true);
        try {
            instrumentation.retransformClasses(Clock.class);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
        if (Duration.between(before, Instant.now()).minus(by).abs().toSeconds() > 30) {
            throw new IllegalStateException("the clock does not run off by " + by);
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (!CLOCK.equals(name)) {
            return null;
        }
        CodeTransform later =
                (builder, element) -> {
                    if (element instanceof ReturnInstruction) {
                        builder.loadConstant(by.toMillis())
                                .invokevirtual(INSTANT, "plusMillis", PLUS);
                    }
                    builder.with(element);
                };
        var classes = ClassFile.of();
        return classes.transformClass(
                classes.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(NOW), later));
    }
}
