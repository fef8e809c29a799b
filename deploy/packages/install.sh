#!/bin/sh
# Installs cgck from the directory that this script lies in: the same files in the same places as the
# packages, for systems without dpkg and rpm.
#
#   ./install.sh                        installs or upgrades, and starts the service
#   ./install.sh --no-start             the same without starting or restarting anything
#   ./install.sh --uninstall            stops the service and removes the files, keeps /etc
#   ./install.sh --uninstall --purge    removes configuration and user as well
#
# An edited file below /etc stays as it is; where a version brings another than the one before did,
# that one comes as FILE.new.
set -eu
# The exporter's user has to read what is installed, whatever the administrator's own files are like.
umask 022

self=$(readlink -f -- "$0")
here=${self%/*}
# What an installation leaves to know itself by; to uninstall, this script may be called there too.
record=/usr/lib/cgck/tarball
units="cgck-exporter.socket cgck-exporter.service"
start=yes
uninstall=no
purge=no

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

usage() {
  sed -n 's/^#   //p' "$self"
}

for argument in "$@"; do
  case $argument in
    --no-start) start=no ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
done

[ "$(id -u)" -eq 0 ] || fail "only root may do this; try sudo ./install.sh"
state=$(dpkg-query --show --showformat='${db:Status-Status}' cgck-exporter 2>/dev/null) ||
  state=not-installed
if [ "$state" = config-files ] && [ $uninstall = no ]; then
  # A later purge would remove the configuration and the user of what runs then.
  fail "dpkg keeps the configuration of the removed package cgck-exporter; save what you need of
/etc/cgck/cgck.yml and /etc/default/cgck-exporter and run: apt-get purge cgck-exporter"
fi
case $state in
  not-installed | config-files) ;;
  *) fail "cgck-exporter is installed as a package; upgrade or remove that one instead" ;;
esac
if rpm --query cgck-exporter >/dev/null 2>&1; then
  fail "cgck-exporter is installed as a package; upgrade or remove that one instead"
fi
systemd=no
if [ -d /run/systemd/system ]; then
  systemd=yes
fi

remove_files() {
  [ -e "$record/files" ] || fail "there is no installation from a tarball here"
  if [ $systemd = yes ]; then
    # shellcheck disable=SC2086 # several words
    systemctl --quiet disable --now $units || true
  fi
  while read -r file; do
    case $file in
      # By name, never by a list that something may have changed.
      /usr/lib/cgck/* | /etc/*) ;;
      *) rm -f "$file" ;;
    esac
  done <"$record/files"
  rm -rf /usr/share/doc/cgck-exporter
  remove_empty_directories
  rm -rf /usr/lib/cgck
  if [ $systemd = yes ]; then
    systemctl daemon-reload
  fi
  if [ $purge = yes ]; then
    rm -f /etc/cgck/cgck.yml /etc/cgck/cgck.yml.new
    rm -f /etc/default/cgck-exporter /etc/default/cgck-exporter.new
    rmdir /etc/cgck 2>/dev/null || true
    # It owned no files. A person of that name is left alone.
    if getent passwd cgck >/dev/null && [ "$(id -u cgck)" -lt 1000 ]; then
      userdel cgck
    fi
  fi
}

# Directories that were not there before are remembered, to be removed with the rest.
make_directory() { # DIRECTORY, absolute
  if [ ! -d "$1" ]; then
    make_directory "${1%/*}"
    mkdir "$1"
    echo "$1" >>/usr/lib/cgck.new/tarball/directories
  fi
}

install_file() { # FILE, absolute
  make_directory "${1%/*}"
  # With their times, which the AOT cache relies on.
  cp -P --preserve=mode,timestamps "$here$1" "$1.cgck-new"
  [ -L "$1.cgck-new" ] || chmod u=rwX,go=rX "$1.cgck-new"
  mv -f "$1.cgck-new" "$1"
}

install_configuration() { # FILE, absolute
  if [ ! -e "$1" ] || cmp -s "$1" "$record/$1" || cmp -s "$1" "$here$1"; then
    install_file "$1"
    rm -f "$1.new"
  elif ! cmp -s "$here$1" "$record/$1"; then
    cp --preserve=mode,timestamps "$here$1" "$1.new"
    echo "$1 was edited and stays; what this version brings is in $1.new"
  fi
}

install_files() {
  rm -rf /usr/lib/cgck.new
  mkdir -p /usr/lib
  cp -R -P --preserve=mode,timestamps "$here/usr/lib/cgck" /usr/lib/cgck.new
  chmod -R u=rwX,go=rX /usr/lib/cgck.new
  mkdir /usr/lib/cgck.new/tarball
  cat "$record/directories" >/usr/lib/cgck.new/tarball/directories 2>/dev/null || true
  (cd "$here" && find usr ! -type d -printf '/%p\n' && find etc -type f -printf '/%p\n') |
    while read -r file; do
      case $file in
        /usr/lib/cgck/*) ;;
        /etc/*) install_configuration "$file" ;;
        *) install_file "$file" ;;
      esac
    done
  (cd "$here" && find usr etc ! -type d -printf '/%p\n') >"/usr/lib/cgck.new/tarball/files"
  cp -R --preserve=mode,timestamps "$here/etc" /usr/lib/cgck.new/tarball/etc
  cp --preserve=mode "$self" /usr/lib/cgck.new/tarball/install.sh
  # What ran from the old one keeps its files open.
  rm -rf /usr/lib/cgck.old
  if [ -e /usr/lib/cgck ]; then
    mv /usr/lib/cgck /usr/lib/cgck.old
  fi
  mv /usr/lib/cgck.new /usr/lib/cgck
  if [ -e /usr/lib/cgck.old/tarball/files ]; then
    remove_dropped_files /usr/lib/cgck.old/tarball
  fi
  rm -rf /usr/lib/cgck.old
}

# What the version before had and this one has not.
remove_dropped_files() { # RECORD of the version before
  grep -vxF -f "$record/files" "$1/files" | while read -r file; do
    case $file in
      /usr/lib/cgck/*) ;;
      /etc/*)
        if [ ! -e "$file" ] || cmp -s "$file" "$1$file"; then
          rm -f "$file" "$file.new"
        else
          echo "$file was edited and stays; this version has no such file"
        fi
        ;;
      *) rm -f "$file" ;;
    esac
  done
  remove_empty_directories
}

# The deepest first, of those that were made; what is not empty is still needed, by whomever.
remove_empty_directories() {
  sort -r "$record/directories" | while read -r directory; do
    rmdir "$directory" 2>/dev/null || true
  done
}

if [ $uninstall = yes ]; then
  remove_files
  echo "cgck is uninstalled"
  exit 0
fi
[ $purge = no ] || fail "--purge goes with --uninstall"
[ -e "$here/usr/lib/cgck/runtime/bin/java" ] || fail "$here is no unpacked tarball of cgck"
problem=$("$here/usr/lib/cgck/bin/cgck" --version 2>&1 >/dev/null) ||
  fail "cgck does not run here; it needs glibc, the architecture that the tarball is named for, and
a place from where programs may be executed. It says: $problem"

first=yes
if [ -e "$record/files" ]; then
  first=no
fi
install_files
if command -v systemd-sysusers >/dev/null; then
  systemd-sysusers cgck-exporter.conf
else
  getent passwd cgck >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin cgck
fi
if [ $systemd = yes ]; then
  systemctl daemon-reload
  if [ $start = yes ] && [ $first = no ]; then
    # What the administrator disabled or masked stays as it is.
    systemctl try-restart cgck-exporter.service ||
      fail "the service does not start; see: journalctl -u cgck-exporter"
    echo "cgck is upgraded; see: systemctl status cgck-exporter"
    exit 0
  fi
  if [ $start = yes ]; then
    # shellcheck disable=SC2086 # several words
    systemctl --quiet enable $units
    systemctl start cgck-exporter.socket
    systemctl restart cgck-exporter.service ||
      fail "the service does not start; see: journalctl -u cgck-exporter"
    echo "cgck is installed and runs; try: systemctl status cgck-exporter"
    exit 0
  fi
fi
echo "cgck is installed; to start it: systemctl enable --now $units"
