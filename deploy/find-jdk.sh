# Sourced by ./mvnw and ./reelay: sets JAVA_HOME to a JDK 25 or later, or leaves it empty.
# Looks at JAVA_HOME, then at the usual homes, then at the javac of the PATH.

jdk_is_new_enough() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
    jdk_major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$jdk_major" ] && [ "$jdk_major" -ge 25 ]
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_is_new_enough "$JAVA_HOME"; then
        return 0
    fi
    JAVA_HOME=
    for jdk in \
        "${REELAY_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/reelay}"/jdk-* \
        /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /usr/local/lib/jvm/* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if jdk_is_new_enough "$jdk"; then
            JAVA_HOME=$jdk
            return 0
        fi
    done
    jdk=$(command -v javac 2>/dev/null) || return 1
    # Follow links to the real program; POSIX has no readlink -f.
    while [ -L "$jdk" ]; do
        jdk_link=$(ls -l "$jdk" | sed 's/.* -> //')
        case $jdk_link in
            /*) jdk=$jdk_link ;;
            *) jdk=$(dirname "$jdk")/$jdk_link ;;
        esac
    done
    jdk=$(cd "$(dirname "$jdk")/.." && pwd -P)
    if jdk_is_new_enough "$jdk"; then
        JAVA_HOME=$jdk
        return 0
    fi
    return 1
}
