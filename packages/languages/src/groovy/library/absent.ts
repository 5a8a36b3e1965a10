/**
 * Methods of Groovy 4 and the JDK 17 that classes of the library have there and not here, by class: a script that calls
 * one on a type that is known is told so when it is saved. What nobody has stays a MissingMethodException.
 */
export const ABSENT: Readonly<Record<string, { readonly own?: string; readonly static?: string }>> = {
  "groovy.json.JsonGenerator$Options": { own: "excludeFieldsByType" },
  "groovy.json.JsonGenerator": { own: "isExcludingFieldsNamed isExcludingValues" },
  "groovy.json.JsonOutput$JsonUnescaped": { own: "getText" },
  "groovy.json.JsonSlurper": {
    own: "getMaxSizeForInMemory getType isCheckDates isChop isLazyChop setCheckDates setMaxSizeForInMemory",
  },
  "groovy.lang.Buildable": { own: "build" },
  "groovy.lang.Closure": {
    own: "andThenSelf composeSelf getDirective getProperty getThisObject setDirective setProperty",
  },
  "groovy.lang.GString": { own: "build getProperty getValue negate setProperty writeTo" },
  "groovy.lang.GroovyObject": { own: "getProperty setProperty" },
  "groovy.lang.GroovyRuntimeException": { own: "getMessageWithoutLocationText getNode setModule" },
  "groovy.lang.IntRange": { own: "getFromInt getInclusive getInclusiveLeft getInclusiveRight getToInt subListBorders" },
  "groovy.lang.MissingFieldException": { own: "getField getType" },
  "groovy.lang.MissingMethodException": { own: "isStatic" },
  "groovy.lang.NumberRange": { own: "fastEquals getStepSize subListBorders" },
  "groovy.time.BaseDuration$From": { own: "getToday" },
  "groovy.time.Duration": { own: "compareTo" },
  "groovy.time.TimeCategory": { static: "getDaylightSavingsOffset getRelativeDaylightSavingsOffset getTimeZone" },
  "groovy.util.IndentPrinter": { own: "getAutoIndent getIndentLevel setAutoIndent setIndentLevel" },
  "groovy.xml.XmlParser": {
    own: "characters declaration endDocument endElement endPrefixMapping getDTDHandler getDocumentLocator getEntityResolver getErrorHandler getFeature getProperty ignorableWhitespace processingInstruction setDTDHandler setDocumentLocator setEntityResolver setErrorHandler setProperty skippedEntity startDocument startElement startPrefixMapping",
  },
  "groovy.xml.XmlSlurper": {
    own: "characters declaration endDocument endElement endPrefixMapping error fatalError getDTDHandler getDocument getEntityResolver getErrorHandler getFeature getProperty ignorableWhitespace notationDecl processingInstruction resolveEntity setDTDHandler setDocumentLocator setEntityBaseUrl setEntityResolver setErrorHandler setKeepWhitespace setProperty skippedEntity startDocument startElement startPrefixMapping unparsedEntityDecl warning",
  },
  "groovy.xml.XmlUtil": { static: "newSAXParser setFeatureQuietly" },
  "java.io.BufferedReader": { static: "nullReader" },
  "java.io.BufferedWriter": { own: "writeLine", static: "nullWriter" },
  "java.io.ByteArrayInputStream": { static: "nullInputStream" },
  "java.io.ByteArrayOutputStream": { own: "writeBytes", static: "nullOutputStream" },
  "java.io.InputStream": {
    own: "eachByte filterLine mark markSupported newObjectInputStream readNBytes skip skipNBytes splitEachLine transferTo withObjectInputStream withStream",
    static: "nullInputStream",
  },
  "java.io.InputStreamReader": { own: "getEncoding", static: "nullReader" },
  "java.io.OutputStream": {
    own: "newObjectOutputStream newPrintWriter newWriter setBytes withObjectOutputStream withPrintWriter withStream withWriter",
    static: "nullOutputStream",
  },
  "java.io.OutputStreamWriter": { own: "getEncoding", static: "nullWriter" },
  "java.io.PrintStream": {
    own: "checkError close format newObjectOutputStream newPrintWriter newWriter setBytes withCloseable withFormatter withObjectOutputStream withPrintWriter withStream withWriter write writeBytes",
    static: "nullOutputStream",
  },
  "java.io.PrintWriter": { own: "checkError format", static: "nullWriter" },
  "java.io.Reader": { own: "filterLine markSupported transferTo transformChar transformLine", static: "nullReader" },
  "java.io.StringReader": { static: "nullReader" },
  "java.io.StringWriter": { static: "nullWriter" },
  "java.io.Writer": { own: "newPrintWriter withPrintWriter", static: "nullWriter" },
  "java.lang.Appendable": { own: "withFormatter" },
  "java.lang.Boolean": { static: "getBoolean logicalXor" },
  "java.lang.Byte": { static: "compare compareUnsigned decode toUnsignedInt toUnsignedLong" },
  "java.lang.CharSequence": { own: "expandLine unexpand unexpandLine", static: "compare" },
  "java.lang.Character": {
    own: "div intdiv multiply",
    static:
      "charCount codePointAt codePointBefore codePointCount codePointOf compare forDigit getDirectionality getType highSurrogate isBmpCodePoint isDefined isHighSurrogate isISOControl isIdentifierIgnorable isIdeographic isJavaIdentifierPart isJavaIdentifierStart isJavaLetter isJavaLetterOrDigit isLowSurrogate isMirrored isSpace isSupplementaryCodePoint isSurrogate isSurrogatePair isTitleCase isUnicodeIdentifierPart isUnicodeIdentifierStart isValidCodePoint lowSurrogate offsetByCodePoints reverseBytes toChars toCodePoint toTitleCase",
  },
  "java.lang.Class": {
    own: "arrayType asSubclass componentType descriptorString desiredAssertionStatus getAnnotatedInterfaces getAnnotatedSuperclass getAnnotation getAnnotations getAnnotationsByType getClasses getComponentType getDeclaredAnnotation getDeclaredAnnotations getDeclaredAnnotationsByType getDeclaredClasses getEnclosingClass getEnclosingConstructor getEnclosingMethod getField getFields getGenericInterfaces getGenericSuperclass getGroovydoc getInterfaces getLocation getMethod getMethods getModifiers getNestHost getNestMembers getPackage getPermittedSubclasses getRecordComponents getSigners getTypeParameters isAnnotation isAnnotationPresent isAnonymousClass isHidden isLocalClass isMemberClass isNestmateOf isPrimitive isRecord isSealed isSynthetic toGenericString",
  },
  "java.lang.ClassNotFoundException": { own: "getException" },
  "java.lang.Double": {
    own: "equalsIgnoreZeroSign",
    static: "doubleToLongBits doubleToRawLongBits longBitsToDouble toHexString",
  },
  "java.lang.Float": {
    own: "equalsIgnoreZeroSign",
    static: "floatToIntBits floatToRawIntBits intBitsToFloat toHexString",
  },
  "java.lang.Integer": {
    static:
      "compareUnsigned decode divideUnsigned getInteger highestOneBit lowestOneBit numberOfTrailingZeros parseUnsignedInt remainderUnsigned reverseBytes rotateLeft rotateRight toUnsignedLong toUnsignedString",
  },
  "java.lang.Iterable": { own: "bufferedIterator spliterator toSpreadMap" },
  "java.lang.Long": {
    static:
      "compareUnsigned decode divideUnsigned getLong highestOneBit lowestOneBit numberOfTrailingZeros parseUnsignedLong remainderUnsigned reverseBytes rotateLeft rotateRight toUnsignedString",
  },
  "java.lang.Math": {
    static:
      "IEEEremainder absExact copySign cosh decrementExact expm1 fma getExponent incrementExact log1p multiplyFull multiplyHigh negateExact nextAfter nextDown nextUp scalb sinh tanh ulp",
  },
  "java.lang.Object": { own: "addShutdownHook dump withTraits" },
  "java.lang.Short": { static: "compare compareUnsigned decode reverseBytes toUnsignedInt toUnsignedLong" },
  "java.lang.StackTraceElement": {
    own: "getClassLoaderName getClassName getFileName getLineNumber getMethodName getModuleName getModuleVersion isNativeMethod",
  },
  "java.lang.StrictMath": {
    static:
      "IEEEremainder absExact copySign cosh decrementExact expm1 fma getExponent incrementExact log1p multiplyFull multiplyHigh negateExact nextAfter nextDown nextUp scalb sinh tanh ulp",
  },
  "java.lang.String": { own: "codePointBefore codePointCount offsetByCodePoints transform translateEscapes" },
  "java.lang.StringBuffer": { own: "codePointBefore codePointCount offsetByCodePoints" },
  "java.lang.StringBuilder": { own: "codePointBefore codePointCount offsetByCodePoints" },
  "java.lang.System": {
    static:
      "clearProperty console gc getLogger getSecurityManager inheritedChannel load loadLibrary mapLibraryName runFinalization setErr setIn setOut setProperties setProperty setSecurityManager",
  },
  "java.lang.Throwable": { own: "asString" },
  "java.math.BigDecimal": { own: "byteValueExact divideAndRemainder shortValueExact ulp" },
  "java.math.BigInteger": {
    own: "andNot byteValueExact clearBit divideAndRemainder flipBit getLowestSetBit modInverse nextProbablePrime not setBit shiftLeft shiftRight shortValueExact sqrt sqrtAndRemainder",
    static: "probablePrime",
  },
  "java.math.MathContext": { own: "getRoundingMode" },
  "java.net.URI": {
    own: "compareTo getRawAuthority getRawFragment getRawSchemeSpecificPart getRawUserInfo getSchemeSpecificPart isOpaque normalize parseServerAuthority relativize toASCIIString",
  },
  "java.net.URISyntaxException": { own: "getIndex getInput getReason" },
  "java.nio.charset.Charset": {
    own: "aliases canEncode compareTo contains decode encode isRegistered newDecoder newEncoder",
    static: "availableCharsets",
  },
  "java.nio.charset.IllegalCharsetNameException": { own: "getCharsetName" },
  "java.nio.charset.UnsupportedCharsetException": { own: "getCharsetName" },
  "java.security.Key": { own: "getFormat" },
  "java.security.MessageDigest": { own: "clone getProvider" },
  "java.security.SecureRandom": {
    own: "getAlgorithm getParameters getProvider reseed",
    static: "getInstance getInstanceStrong getSeed",
  },
  "java.text.DateFormat": {
    own: "getCalendar getNumberFormat setCalendar setNumberFormat",
    static: "getAvailableLocales",
  },
  "java.text.DecimalFormat": {
    own: "applyLocalizedPattern getGroupingSize getMultiplier getNegativePrefix getNegativeSuffix getPositivePrefix getPositiveSuffix isDecimalSeparatorAlwaysShown isParseBigDecimal setDecimalSeparatorAlwaysShown setGroupingSize setMultiplier setNegativePrefix setNegativeSuffix setPositivePrefix setPositiveSuffix toLocalizedPattern",
    static:
      "getAvailableLocales getCompactNumberInstance getCurrencyInstance getInstance getIntegerInstance getNumberInstance getPercentInstance",
  },
  "java.text.DecimalFormatSymbols": {
    own: "clone getCurrency getDigit getExponentSeparator getInfinity getInternationalCurrencySymbol getMinusSign getMonetaryDecimalSeparator getMonetaryGroupingSeparator getNaN getPatternSeparator getPerMill getPercent getZeroDigit setCurrency setDigit setExponentSeparator setInfinity setInternationalCurrencySymbol setMonetaryDecimalSeparator setMonetaryGroupingSeparator setNaN setPatternSeparator setPerMill setPercent setZeroDigit",
    static: "getAvailableLocales",
  },
  "java.text.FieldPosition": { own: "getBeginIndex getEndIndex getField getFieldAttribute setBeginIndex setEndIndex" },
  "java.text.Format": { own: "formatToCharacterIterator parseObject" },
  "java.text.NumberFormat": {
    own: "clone getCurrency getMaximumIntegerDigits getRoundingMode isGroupingUsed isParseIntegerOnly setCurrency",
    static: "getAvailableLocales getCompactNumberInstance",
  },
  "java.text.ParsePosition": { own: "setErrorIndex setIndex" },
  "java.text.SimpleDateFormat": {
    own: "applyLocalizedPattern get2DigitYearStart getDateFormatSymbols set2DigitYearStart setDateFormatSymbols toLocalizedPattern",
    static: "getAvailableLocales getDateInstance getDateTimeInstance getInstance getTimeInstance",
  },
  "java.time.Clock": { own: "withZone", static: "offset tick tickMillis tickMinutes tickSeconds" },
  "java.time.Duration": { own: "toNanosPart withNanos withSeconds" },
  "java.time.LocalDate": { own: "toEpochSecond" },
  "java.time.LocalTime": { own: "atOffset toEpochSecond", static: "ofInstant" },
  "java.time.MonthDay": { own: "format withDayOfMonth withMonth" },
  "java.time.OffsetDateTime": { own: "atZoneSimilarLocal toOffsetTime", static: "timeLineOrder" },
  "java.time.OffsetTime": {
    own: "atDate format isEqual minus plus toEpochSecond truncatedTo until withHour withMinute withNano withOffsetSameInstant withOffsetSameLocal withSecond",
    static: "from now ofInstant",
  },
  "java.time.Period": { own: "getChronology" },
  "java.time.Year": { own: "atMonthDay isValidMonthDay", static: "from" },
  "java.time.ZoneId": { own: "getDisplayName", static: "from ofOffset" },
  "java.time.ZoneOffset": { static: "from getAvailableZoneIds ofHoursMinutesSeconds ofOffset systemDefault" },
  "java.time.ZoneRegion": { static: "from getAvailableZoneIds of ofOffset systemDefault" },
  "java.time.ZonedDateTime": { static: "ofLocal ofStrict" },
  "java.time.chrono.ChronoLocalDate": { own: "getChronology getEra", static: "from timeLineOrder" },
  "java.time.chrono.ChronoLocalDateTime": { own: "getChronology", static: "from timeLineOrder" },
  "java.time.chrono.ChronoZonedDateTime": { own: "getChronology", static: "from timeLineOrder" },
  "java.time.format.DateTimeFormatter": {
    own: "formatTo getChronology getDecimalStyle getLocale getResolverFields getResolverStyle getZone localizedBy parseBest parseUnresolved toFormat withChronology withDecimalStyle withResolverFields",
    static: "parsedExcessDays parsedLeapSecond",
  },
  "java.time.format.DateTimeFormatterBuilder": {
    own: "appendChronologyId appendChronologyText appendDayPeriodText appendFraction appendGenericZoneText appendInstant appendLocalized appendLocalizedOffset appendOffset appendOffsetId appendText appendValue appendValueReduced appendZoneId appendZoneOrOffsetId appendZoneRegionId appendZoneText optionalEnd optionalStart padNext parseCaseSensitive parseDefaulting parseStrict",
    static: "getLocalizedDateTimePattern",
  },
  "java.time.format.DateTimeParseException": { own: "getErrorIndex getParsedString" },
  "java.time.format.TextStyle": { own: "asNormal asStandalone isStandalone" },
  "java.time.temporal.ChronoField": { own: "checkValidIntValue checkValidValue" },
  "java.time.temporal.IsoFields$Field": { own: "compareTo name ordinal" },
  "java.time.temporal.IsoFields$Unit": { own: "compareTo getDuration name ordinal" },
  "java.time.temporal.TemporalAccessor": { own: "query range" },
  "java.time.temporal.TemporalAdjusters": { static: "ofDateAdjuster" },
  "java.time.temporal.TemporalAmount": { own: "addTo get getUnits subtractFrom" },
  "java.time.temporal.TemporalField": {
    own: "getBaseUnit getDisplayName getFrom getRangeUnit isSupportedBy range rangeRefinedBy resolve",
  },
  "java.time.temporal.TemporalUnit": { own: "addTo isDurationEstimated isSupportedBy" },
  "java.time.zone.ZoneRules": {
    own: "getDaylightSavings getTransition getTransitionRules getTransitions getValidOffsets isValidOffset nextTransition previousTransition",
    static: "of",
  },
  "java.util.ArrayDeque": { own: "clone" },
  "java.util.Arrays": {
    static:
      "compare compareUnsigned deepHashCode mismatch parallelPrefix parallelSetAll parallelSort setAll spliterator",
  },
  "java.util.Base64$Decoder": { own: "wrap" },
  "java.util.Base64$Encoder": { own: "wrap" },
  "java.util.Calendar": {
    own: "copyWith downto getCalendarType getDisplayNames getGreatestMinimum getLeastMaximum getMinimum getWeekYear getWeeksInWeekYear isLenient isSet isWeekDateSupported minus next previous setMinimalDaysInFirstWeek setWeekDate updated upto",
    static: "getAvailableCalendarTypes getAvailableLocales",
  },
  "java.util.Collections": {
    static:
      "asLifoQueue checkedCollection checkedList checkedMap checkedNavigableMap checkedNavigableSet checkedQueue checkedSet checkedSortedMap checkedSortedSet copy emptyEnumeration emptyIterator emptyListIterator emptyNavigableMap emptyNavigableSet emptySortedMap emptySortedSet enumeration indexOfSubList lastIndexOfSubList list newSetFromMap replaceAll rotate synchronizedCollection synchronizedNavigableMap synchronizedNavigableSet synchronizedSet synchronizedSortedMap synchronizedSortedSet unmodifiableNavigableMap unmodifiableNavigableSet unmodifiableSortedMap unmodifiableSortedSet",
  },
  "java.util.Date": { own: "toLocaleString", static: "UTC" },
  "java.util.Deque": { own: "descendingIterator offerFirst offerLast removeFirstOccurrence removeLastOccurrence" },
  "java.util.DuplicateFormatFlagsException": { own: "getFlags" },
  "java.util.FormatFlagsConversionMismatchException": { own: "getConversion getFlags" },
  "java.util.GregorianCalendar": {
    own: "getGregorianChange setGregorianChange toZonedDateTime",
    static: "from getAvailableCalendarTypes getAvailableLocales getInstance",
  },
  "java.util.IllegalFormatConversionException": { own: "getArgumentClass getConversion" },
  "java.util.IllegalFormatPrecisionException": { own: "getPrecision" },
  "java.util.Iterator": { own: "buffered forEachRemaining reverse unique" },
  "java.util.List": { own: "withDefault withEagerDefault withLazyDefault" },
  "java.util.Locale": {
    own: "clone getDisplayName getDisplayScript getDisplayVariant getExtension getExtensionKeys getISO3Country getISO3Language getScript getUnicodeLocaleAttributes getUnicodeLocaleKeys getUnicodeLocaleType getVariant hasExtensions stripExtensions",
    static: "filter filterTags getAvailableLocales getISOCountries getISOLanguages lookup lookupTag setDefault",
  },
  "java.util.Map$Entry": { static: "comparingByKey comparingByValue copyOf" },
  "java.util.MissingFormatArgumentException": { own: "getFormatSpecifier" },
  "java.util.MissingFormatWidthException": { own: "getFormatSpecifier" },
  "java.util.MissingResourceException": { own: "getClassName getKey" },
  "java.util.Objects": { static: "checkFromIndexSize checkFromToIndex checkIndex requireNonNullElseGet" },
  "java.util.Optional": { own: "stream" },
  "java.util.PriorityQueue": { own: "comparator" },
  "java.util.Random": { own: "doubles ints isDeprecated longs nextExponential nextFloat nextGaussian" },
  "java.util.Scanner": {
    own: "average buffered chop collectEntries collectMany count countBy delimiter drop dropRight dropWhile findInLine findResults findWithinHorizon forEachRemaining hasNextBigDecimal hasNextBigInteger hasNextBoolean hasNextByte hasNextFloat hasNextLong hasNextShort indexed init ioException join locale match max min nextBigInteger nextBoolean nextByte nextFloat nextShort radix remove reset reverse size skip sort sum tail take takeWhile toList toSet toSorted toUnique tokens unique useDelimiter useLocale useRadix withCloseable withIndex",
  },
  "java.util.SimpleTimeZone": {
    own: "setDSTSavings setEndRule setStartRule setStartYear",
    static: "getAvailableIDs getDefault getTimeZone setDefault",
  },
  "java.util.SortedSet": { own: "comparator subSet" },
  "java.util.StringTokenizer": { own: "asIterator toList toSet" },
  "java.util.TimeZone": { own: "clone hasSameRules observesDaylightTime setID setRawOffset" },
  "java.util.TreeSet": { own: "asReversed descendingIterator reverseEach" },
  "java.util.UUID": { own: "clockSequence compareTo node timestamp" },
  "java.util.UnknownFormatConversionException": { own: "getConversion" },
  "java.util.Vector": {
    own: "addElement capacity copyInto elementAt elements firstElement insertElementAt lastElement removeAllElements removeElementAt setElementAt setSize",
  },
  "java.util.concurrent.ConcurrentHashMap": { static: "newKeySet" },
  "java.util.concurrent.atomic.AtomicBoolean": {
    own: "compareAndExchange compareAndExchangeAcquire compareAndExchangeRelease getAcquire getOpaque getPlain lazySet setOpaque setPlain setRelease weakCompareAndSet weakCompareAndSetAcquire weakCompareAndSetPlain weakCompareAndSetRelease weakCompareAndSetVolatile",
  },
  "java.util.concurrent.atomic.AtomicInteger": {
    own: "accumulateAndGet compareAndExchange compareAndExchangeAcquire compareAndExchangeRelease getAcquire getAndAccumulate getOpaque getPlain lazySet setOpaque setPlain setRelease weakCompareAndSet weakCompareAndSetAcquire weakCompareAndSetPlain weakCompareAndSetRelease weakCompareAndSetVolatile",
  },
  "java.util.concurrent.atomic.AtomicLong": {
    own: "accumulateAndGet compareAndExchange compareAndExchangeAcquire compareAndExchangeRelease getAcquire getAndAccumulate getOpaque getPlain lazySet setOpaque setPlain setRelease weakCompareAndSet weakCompareAndSetAcquire weakCompareAndSetPlain weakCompareAndSetRelease weakCompareAndSetVolatile",
  },
  "java.util.concurrent.atomic.AtomicReference": {
    own: "accumulateAndGet compareAndExchange compareAndExchangeAcquire compareAndExchangeRelease getAcquire getAndAccumulate getOpaque getPlain lazySet setOpaque setPlain setRelease weakCompareAndSet weakCompareAndSetAcquire weakCompareAndSetPlain weakCompareAndSetRelease weakCompareAndSetVolatile",
  },
  "java.util.regex.Matcher": {
    own: "hasAnchoringBounds hasTransparentBounds hitEnd matchesPartially region regionEnd regionStart requireEnd setIndex useAnchoringBounds useTransparentBounds",
  },
  "java.util.regex.Pattern": { own: "asMatchPredicate asPredicate splitAsStream" },
  "java.util.regex.PatternSyntaxException": { own: "getDescription getIndex getPattern" },
  "java.util.stream.Collector": { own: "accumulator characteristics combiner finisher supplier", static: "of" },
  "java.util.stream.Collectors": {
    static:
      "averagingLong collectingAndThen flatMapping groupingByConcurrent maxBy minBy reducing summarizingDouble summarizingInt summarizingLong teeing toCollection toConcurrentMap toUnmodifiableMap toUnmodifiableSet",
  },
  "java.util.stream.IntStream": {
    own: "allMatch anyMatch asDoubleStream asLongStream average boxed close count distinct dropWhile filter findAny findFirst flatMap forEach forEachOrdered isParallel limit map mapMulti mapToDouble mapToLong mapToObj max min noneMatch onClose parallel peek reduce sequential skip sorted spliterator sum summaryStatistics takeWhile toArray unordered withCloseable",
    static: "builder concat empty generate iterate",
  },
  "java.util.stream.Stream": {
    own: "close dropWhile flatMapToDouble flatMapToInt flatMapToLong forEachOrdered isParallel mapMulti mapMultiToDouble mapMultiToInt mapMultiToLong onClose parallel sequential spliterator takeWhile unordered withCloseable",
    static: "builder concat ofNullable",
  },
  "javax.crypto.Mac": { own: "clone getProvider reset" },
  "javax.crypto.spec.SecretKeySpec": { own: "destroy isDestroyed" },
  "javax.xml.transform.TransformerException": {
    own: "getException getLocationAsString getLocator getMessageAndLocation setLocator",
  },
};
