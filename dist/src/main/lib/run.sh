# Sourced by the programs in bin/, which set "program" (its name) and "home" (the unpacked folder): finds
# a Java and prepares its options. Sets "java" and "options". POSIX sh, and no tool beyond sed and readlink.

java_oldest=17
java_newest_tested=25

say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$*"; exit 1; }

# 1.8.0_292 is 8, 17.0.15 is 17, 26-ea is 26.
major() {
  version=${1#1.}
  printf '%s' "${version%%[!0-9]*}"
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || die "JAVA_HOME is $JAVA_HOME, but $java does not exist; set it to a Java $java_oldest or newer, or unset it"
else
  java=$(command -v java) ||
    die "java is not on the PATH; install Java $java_oldest or newer (Debian, Ubuntu: apt install openjdk-17-jre-headless) or set JAVA_HOME"
fi
# The file "release" beside bin says it 50 ms faster than asking the Java itself.
real=$(readlink -f "$java" 2>/dev/null) || real=$java
run_version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "${real%/bin/java}/release" 2>/dev/null)
if [ -z "$run_version" ]; then
  run_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | sed 1q)
fi
run_major=$(major "$run_version")
[ -n "$run_major" ] || die "$java -version does not say which version it is; set JAVA_HOME to a Java $java_oldest or newer"
[ "$run_major" -ge "$java_oldest" ] || die "$java is Java $run_version; set JAVA_HOME to a Java $java_oldest or newer"
if [ "$run_major" -gt "$java_newest_tested" ]; then
  say "Java $run_version is newer than the newest tested ($java_newest_tested); going on with it"
fi

# Java 17 reads arguments and file names in the locale's encoding, and the locale C knows ASCII only.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  '' | C | POSIX)
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

# JAVA_OPTS is everybody's, GT8004_JAVA_OPTS ours and last, so that it counts. The command line hands the
# second on to the programs that it starts.
options="-Dfile.encoding=UTF-8 -Xshare:auto"
# From 24 on Java prints four lines of warning about memory access that Chronicle needs.
if [ "$run_major" -ge 24 ]; then options="$options --sun-misc-unsafe-memory-access=allow"; fi
GT8004_JAVA_OPTS="${JAVA_OPTS:+$JAVA_OPTS }${GT8004_JAVA_OPTS:-}"
export GT8004_JAVA_OPTS
