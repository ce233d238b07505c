// The child process that reads strangers' files: scan_worker/. Started by the server only.
#include "scan_worker/work.h"

#include <unistd.h>

int main(int argc, char** argv) {
    // Without the clean-up of libraries, which may touch what the file has broken.
    _exit(attest::scan_worker::work({argv + 1, argv + argc}));
}
