# What every target of ours is compiled with, and how a folder becomes a part of the library.

add_library(bayan_options INTERFACE)
target_compile_features(bayan_options INTERFACE cxx_std_20)
target_compile_options(bayan_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                               $<$<BOOL:${BAYAN_WERROR}>:-Werror>)
# GCC 12 sees uninitialised and out-of-bounds reads inside std::variant and std::string that are not there.
target_compile_options(bayan_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
if(BAYAN_SANITIZE)
  target_compile_options(bayan_options INTERFACE -fsanitize=${BAYAN_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(bayan_options INTERFACE -fsanitize=${BAYAN_SANITIZE})
endif()

# bayan_part(NAME SOURCES... [USES other parts and libraries]): the folder's code as a static library of its own, so that
# each folder builds and is tested alone; all of them together are bayan::bayan (BayanLibrary.cmake).
function(bayan_part name)
  cmake_parse_arguments(PART "" "" "SOURCES;USES" ${ARGN})
  add_library(bayan_${name} OBJECT ${PART_SOURCES})
  target_include_directories(bayan_${name} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(bayan_${name} PRIVATE bayan_options ${PART_USES})
  set_target_properties(bayan_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
                                                 VISIBILITY_INLINES_HIDDEN ON CXX_EXTENSIONS OFF)
endfunction()
