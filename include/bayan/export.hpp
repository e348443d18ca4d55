// What a shared build of the library shows: everything else is hidden.
#pragma once

#if defined(__GNUC__)
#define BAYAN_API __attribute__((visibility("default")))
#else
#define BAYAN_API
#endif
