package dev.reelay.crash;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts a call at each crash point, and takes the guards out that are to be removed.
public final class Weaver implements ClassFileTransformer {
    private static final ClassDesc ARMED = ClassDesc.of(Armed.class.getName());
    private static final MethodTypeDesc REACHED =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

    private final List<CrashPoint> points;
    private final List<RemovedGuard> removed;

    Weaver(List<CrashPoint> points, List<RemovedGuard> removed) {
        this.points = points;
        this.removed = removed;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        var className = name.replace('/', '.');
        var pointsHere = points.stream().filter(p -> p.className().equals(className)).toList();
        var removedHere = removed.stream().filter(r -> r.className().equals(className)).toList();
        if (pointsHere.isEmpty() && removedHere.isEmpty()) {
            return null;
        }
        try {
            return weave(loader, bytes, pointsHere, removedHere);
        } catch (RuntimeException | Error e) { // the JVM would drop it without a word
            System.err.println("not woven: " + className + " " + e);
            return null;
        }
    }

    private static byte[] weave(
            @Nullable ClassLoader loader,
            byte[] bytes,
            List<CrashPoint> points,
            List<RemovedGuard> removed) {
        var resolver =
                loader == null
                        ? ClassHierarchyResolver.defaultResolver()
                        : ClassHierarchyResolver.ofResourceParsing(loader)
                                .orElse(ClassHierarchyResolver.defaultResolver());
        var classes = ClassFile.of(ClassHierarchyResolverOption.of(resolver));
        var model = classes.parse(bytes);
        ClassTransform each =
                (builder, element) -> {
                    if (element instanceof MethodModel method) {
                        builder.transformMethod(method, inMethod(method, points, removed));
                    } else {
                        builder.with(element);
                    }
                };
        return classes.transformClass(model, each);
    }

    private static MethodTransform inMethod(
            MethodModel method, List<CrashPoint> points, List<RemovedGuard> removed) {
        var signature = signature(method);
        var answers =
                removed.stream()
                        .filter(
                                r ->
                                        r instanceof RemovedGuard.Method m
                                                && m.method().equals(signature))
                        .map(RemovedGuard.Method.class::cast)
                        .findFirst();
        var here = points.stream().filter(p -> p.method().equals(signature)).toList();
        var texts =
                removed.stream()
                        .filter(RemovedGuard.Text.class::isInstance)
                        .map(RemovedGuard.Text.class::cast)
                        .toList();
        return (builder, element) -> {
            if (element instanceof CodeModel code) {
                if (answers.isPresent()) {
                    builder.withCode(c -> answer(c, answers.get().answer()));
                    Armed.note("removed " + signature);
                } else {
                    builder.transformCode(code, new InCode(here, texts));
                }
            } else {
                builder.with(element);
            }
        };
    }

    private static void answer(CodeBuilder code, String answer) {
        switch (answer) {
            case "true" -> code.iconst_1().ireturn();
            case "false" -> code.iconst_0().ireturn();
            case "void" -> code.return_();
            default -> throw new IllegalArgumentException("no such answer: " + answer);
        }
    }

    /// Name and simple parameter types, as tables have them.
    public static String signature(MethodModel method) {
        return method.methodTypeSymbol().parameterList().stream()
                .map(type -> type.displayName().replaceFirst(".*\\$", ""))
                .collect(Collectors.joining(",", method.methodName().stringValue() + "(", ")"));
    }

    private record InCode(List<CrashPoint> points, List<RemovedGuard.Text> texts)
            implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            call(code, CrashPoint.Side.BEFORE);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case ReturnInstruction _ -> {
                    call(code, CrashPoint.Side.AFTER);
                    code.with(element);
                }
                case LoadConstantInstruction constant
                        when constant.constantValue() instanceof String text ->
                        code.loadConstant(without(text));
                default -> code.with(element);
            }
        }

        private void call(CodeBuilder code, CrashPoint.Side side) {
            for (var point : points) {
                if (point.side() == side) {
                    code.loadConstant(point.name()).invokestatic(ARMED, "reached", REACHED);
                }
            }
        }

        private String without(String text) {
            var now = text;
            for (var guard : texts) {
                if (now.contains(guard.from())) {
                    now = now.replace(guard.from(), guard.to());
                    Armed.note("removed " + guard.from().strip());
                }
            }
            return now;
        }
    }
}
