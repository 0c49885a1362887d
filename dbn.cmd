@echo off
rem Runs dbn4j. In a checkout it builds first if it was never built or its sources are newer; in an unpacked archive
rem everything is in lib. The Windows twin of dbn, but for its lock: do not start two of them while one builds.
rem
rem   DBN_JAVA_OPTS    further options for Java, for example -Xmx8g
rem   DBN_MAVEN_OPTS   further options for the build, for example -Pcuda
setlocal
if "%~1"=="spark" (
    echo dbn: dbn spark is for Linux and macOS, see dbn-spark/README.md>&2
    exit /b 1
)
set "root=%~dp0"
set "lib=%root%dbn-ui\target\fast\lib"
set "stamp=%lib%\built"
set "log=%root%target\dbn-build.log"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

powershell -NoProfile -Command "if ((& $env:java -version 2>&1 | Out-String) -match ' version \x22(\d+)') { exit [int]$Matches[1] }" 2>nul
if %errorlevel% lss 17 (
    echo dbn: Java 17 or newer is needed: install a JDK or set JAVA_HOME>&2
    exit /b 1
)

if exist "%root%..\lib\dbn-ui.jar" (
    set "lib=%root%..\lib"
    goto run
)
powershell -NoProfile -Command "$built = Get-Item $env:stamp -ErrorAction Ignore; if (-not $built -or (Get-Content $built) -ne ('options ' + $env:DBN_MAVEN_OPTS) -or (Get-ChildItem -Recurse ($env:root + 'pom.xml'), ($env:root + 'dbn-*\pom.xml'), ($env:root + 'dbn-*\src\main'), ($env:root + 'dbn-*\src\cuda') -ErrorAction Ignore | Where-Object LastWriteTime -gt $built.LastWriteTime)) { exit 1 }"
if errorlevel 1 (
    call :build
    if errorlevel 1 exit /b 1
)

:run
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=1000"
if not defined OPENBLAS_THREAD_TIMEOUT set "OPENBLAS_THREAD_TIMEOUT=12"
"%java%" -XX:CompileCommand=quiet -XX:CompileCommand=exclude,org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner::exec -Xmx1g -Dorg.bytedeco.javacpp.maxphysicalbytes=8g -Dorg.nd4j.log.initialization=false %DBN_JAVA_OPTS% -jar "%lib%\dbn-ui.jar" %*
exit /b %errorlevel%

:build
where mvn >nul 2>nul || (
    echo dbn: Maven 3.8 or newer is needed for the build: maven.apache.org>&2
    exit /b 1
)
if not exist "%root%target" mkdir "%root%target" 2>nul
echo dbn: building, the first time with downloads (log: %log%^)>&2
>"%root%target\dbn.started" echo options %DBN_MAVEN_OPTS%
pushd "%root%"
call mvn -q -B -ntp -Dstyle.color=never -Dfast -Dmaven.test.skip=true %DBN_MAVEN_OPTS% -pl dbn-ui -am clean package >"%log%" 2>&1
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" (
    powershell -NoProfile -Command "Get-Content -Tail 20 $env:log" >&2
    echo dbn: the build failed; its log is %log%>&2
    exit /b 1
)
move /y "%root%target\dbn.started" "%stamp%" >nul
exit /b 0
