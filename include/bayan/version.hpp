// The version of the library that was compiled against.
#pragma once

#define BAYAN_VERSION "0.1.0"
