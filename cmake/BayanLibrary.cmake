# bayan::bayan, the one library: the objects of every folder, linked once.

add_library(bayan $<TARGET_OBJECTS:bayan_text> $<TARGET_OBJECTS:bayan_graph> $<TARGET_OBJECTS:bayan_ingest>
                  $<TARGET_OBJECTS:bayan_query>)
add_library(bayan::bayan ALIAS bayan)
target_compile_features(bayan PUBLIC cxx_std_20)
target_include_directories(bayan PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
target_link_libraries(bayan PRIVATE $<BUILD_INTERFACE:bayan_options> RocksDB::rocksdb-shared ICU::i18n ICU::uc
                                    ICU::data fmt::fmt OpenSSL::Crypto ZLIB::ZLIB PkgConfig::LZMA PkgConfig::ZSTD
                                    PkgConfig::SERD PkgConfig::SIMDJSON PkgConfig::GUMBO ${BAYAN_STEMMER_LIBRARY} Threads::Threads)
set_target_properties(bayan PROPERTIES LINKER_LANGUAGE CXX VERSION ${PROJECT_VERSION} SOVERSION 0)

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
install(TARGETS bayan EXPORT bayan ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/bayan DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(EXPORT bayan NAMESPACE bayan:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/bayan FILE bayan-targets.cmake)
configure_package_config_file(cmake/bayan-config.cmake.in ${PROJECT_BINARY_DIR}/bayan-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/bayan)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/bayan-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/bayan-config.cmake ${PROJECT_BINARY_DIR}/bayan-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/bayan)
