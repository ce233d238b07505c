#include "app/command_line.h"

int main(int argc, char** argv) {
    return attest::app::run(argc, argv);
}
