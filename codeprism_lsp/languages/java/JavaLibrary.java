import java.lang.reflect.*;
import java.net.URI;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

/**
 * Prints the table of the library's public types, a line for each, as `languages/library.py` reads it:
 * `java JavaLibrary.java > library.txt`. What it prints depends on the release of the runtime alone (here 25).
 */
public class JavaLibrary {
    static final List<String> PACKAGES = List.of(
        "java.lang", "java.lang.annotation", "java.lang.invoke", "java.lang.ref", "java.lang.reflect", "java.io", "java.math",
        "java.net", "java.nio", "java.nio.channels", "java.nio.charset", "java.nio.file", "java.nio.file.attribute",
        "java.security", "java.text", "java.time", "java.time.chrono", "java.time.format", "java.time.temporal",
        "java.time.zone", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
        "java.util.concurrent.locks", "java.util.function", "java.util.jar", "java.util.logging", "java.util.regex",
        "java.util.stream", "java.util.zip");

    static final Map<String, List<Class<?>>> BY_SIMPLE = new HashMap<>();

    public static void main(String[] args) throws Exception {
        List<Class<?>> all = new ArrayList<>();
        for (String module : List.of("java.base", "java.logging")) {
            Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted().toList()) {
                    String name = root.relativize(file).toString();
                    if (!name.endsWith(".class") || !name.contains("/")) continue;
                    name = name.substring(0, name.length() - 6).replace('/', '.');
                    if (!PACKAGES.contains(name.substring(0, name.lastIndexOf('.')))) continue;
                    Class<?> type = Class.forName(name, false, null);
                    if (seen(type)) all.add(type);
                }
            }
        }
        all.sort(Comparator.comparing(JavaLibrary::name));
        for (Class<?> type : all) BY_SIMPLE.computeIfAbsent(simple(type), key -> new ArrayList<>()).add(type);
        StringBuilder out = new StringBuilder();
        for (Class<?> type : all) out.append(line(type)).append('\n');
        System.out.print(out);
    }

    /** Whether code of others can name the type. */
    static boolean seen(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) return false;
        for (Class<?> one = type; one != null; one = one.getDeclaringClass())
            if (!Modifier.isPublic(one.getModifiers()) && !(one != null && Modifier.isProtected(one.getModifiers()))) return false;
        return true;
    }

    static String name(Class<?> type) {
        return type.getName().replace('$', '.');
    }

    static String simple(Class<?> type) {
        return type.getDeclaringClass() == null ? type.getSimpleName() : simple(type.getDeclaringClass()) + "." + type.getSimpleName();
    }

    static String line(Class<?> type) {
        String kind = type.isAnnotation() ? "@" : type.isInterface() ? "i" : type.isEnum() ? "e" : "c";
        List<String> above = new ArrayList<>();
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) above.add(text(type.getGenericSuperclass()));
        for (Type one : type.getGenericInterfaces()) above.add(text(one));
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields())
            if (told(field)) members.add((Modifier.isStatic(field.getModifiers()) ? "+" : ".") + field.getName() + ":" + text(field.getGenericType()));
        for (Method method : type.getDeclaredMethods())
            if (told(method) && !method.isBridge()) {
                String mark = Modifier.isStatic(method.getModifiers()) ? "+" : Modifier.isAbstract(method.getModifiers()) ? "?" : ".";
                members.add(mark + parameters(method.getTypeParameters()) + method.getName() + list(method) + ":" + text(method.getGenericReturnType()));
            }
        Collections.sort(members);
        return String.join("\t", kind, name(type), parameters(type.getTypeParameters()), String.join(";", above), String.join(";", members));
    }

    static <M extends Member> boolean told(M member) {
        return !member.isSynthetic() && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    static String list(Method method) {
        Type[] types = method.getGenericParameterTypes();
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < types.length; at++) {
            String text = text(types[at]);
            texts.add(method.isVarArgs() && at == types.length - 1 ? text.substring(0, text.length() - 2) + "..." : text);
        }
        return "(" + String.join(",", texts) + ")";
    }

    static String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) return "";
        return Arrays.stream(variables).map(one -> {
            String bounds = Arrays.stream(one.getBounds()).filter(bound -> bound != Object.class).map(JavaLibrary::text).collect(Collectors.joining("&"));
            return one.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
        }).collect(Collectors.joining(",", "<", ">"));
    }

    static String text(Type type) {
        if (type instanceof Class<?> known) {
            if (known.isArray()) return text(known.getComponentType()) + "[]";
            if (known.isPrimitive()) return known.getName();
            return BY_SIMPLE.getOrDefault(simple(known), List.of()).size() == 1 ? simple(known) : name(known);
        }
        if (type instanceof GenericArrayType array) return text(array.getGenericComponentType()) + "[]";
        if (type instanceof TypeVariable<?> variable) return variable.getName();
        if (type instanceof ParameterizedType made)
            return text(made.getRawType()) + Arrays.stream(made.getActualTypeArguments()).map(JavaLibrary::text).collect(Collectors.joining(",", "<", ">"));
        WildcardType wild = (WildcardType) type;
        if (wild.getLowerBounds().length > 0) return "? super " + text(wild.getLowerBounds()[0]);
        return wild.getUpperBounds()[0] == Object.class ? "?" : "? extends " + text(wild.getUpperBounds()[0]);
    }
}
