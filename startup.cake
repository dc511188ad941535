// ./build.sh startup: the profile by which the program is compiled ahead of time, src/Numerics.Runner/startup.mibc. A compiler that looks at one assembly does not see most instances of generic types
// (iterators over pairs, networks in double precision, converters of JSON): they are reached through interfaces, virtual methods and reflection. So short runs tell which methods were still compiled
// at start, and the profile names them: code is made for each that is still there; a profile that has grown old costs time at start, nothing else.
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

// Each verb, the formats, both precisions; small, because only first calls count.
var startupRuns = new[]
{
    "list", "theory ensembles", "run ensembles --set size=100 --replicas 2", "simulate nonlinear-mup --set width=500 --replicas 1",
    "run nonlinear-mup --set width=[200,400] --set precision=single --replicas 2", "run deep-linear --set inputDimension=200 --replicas 2 --set sweep.outputScale=[1,2]",
};

Task("startup").Does(() =>
{
    var program = System.IO.Path.Combine(root, "artifacts", "startup");
    var profile = System.IO.Path.Combine(root, "src", "Numerics.Runner", "startup.mibc");
    CleanDirectory(program);
    Publish(program, "--self-contained false -p:NumericsLocal=true -p:StartupProfile=false");
    var compiled = new HashSet<string>();
    foreach (var run in startupRuns)
    {
        compiled.UnionWith(CompiledAtStart(program, run));
        Console.Error.WriteLine($"{run}: {compiled.Count} methods so far");
    }

    var methods = new MethodFinder(program);
    foreach (var name in compiled.Order(StringComparer.Ordinal)) methods.Find(name);
    Console.Error.WriteLine($"{methods.Found.Count} methods in the profile; of {methods.Missing} names none was found (stubs, enumerations that the list calls int).");
    WriteProfile(methods.Found.SelectMany(method => methods.Homes(method).Select(home => (home, method))).ToLookup(pair => pair.home, pair => pair.method), profile);
});

IEnumerable<string> CompiledAtStart(string program, string arguments)
{
    var list = System.IO.Path.Combine(program, "compiled.txt");
    var results = System.IO.Path.Combine(program, "results");
    if (System.IO.File.Exists(list)) System.IO.File.Delete(list);
    if (DirectoryExists(results)) Delete(results);
    var settings = new ProcessSettings { Arguments = arguments == "list" ? arguments : $"--quiet --out {results} {arguments}", RedirectStandardOutput = true, EnvironmentVariables = new Dictionary<string, string>
    {
        ["DOTNET_JitStdOutFile"] = list, ["DOTNET_JitDisasmSummary"] = "1",
    } };
    var exit = StartProcess(System.IO.Path.Combine(program, "numerics"), settings);
    if (exit is not (0 or 2) || !System.IO.File.Exists(list)) throw new CakeException($"'numerics {arguments}' ended with exit code {exit}: the profile is left as it is."); // 2: small runs may disagree
    return System.IO.File.ReadLines(list).Select(line => Regex.Match(line, @"JIT compiled (.*) \[(?!Tier1)[^\[\]]*IL size")).Where(match => match.Success).Select(match => match.Groups[1].Value);
}

// The file that crossgen2 reads: for each assembly that is compiled, a method that names the methods wanted in it.
void WriteProfile(ILookup<string, MethodBase> methods, string path)
{
    const System.Reflection.MethodAttributes Static = System.Reflection.MethodAttributes.Public | System.Reflection.MethodAttributes.Static;
    var assembly = new PersistedAssemblyBuilder(new AssemblyName("startup"), typeof(object).Assembly);
    var module = assembly.DefineDynamicModule("startup");
    var dictionary = module.DefineGlobalMethod("AssemblyDictionary", Static, typeof(void), Type.EmptyTypes).GetILGenerator();
    foreach (var home in methods.OrderBy(home => home.Key, StringComparer.Ordinal))
    {
        var wanted = module.DefineGlobalMethod("Of_" + home.Key, Static, typeof(void), Type.EmptyTypes);
        var il = wanted.GetILGenerator();
        foreach (var method in home)
        {
            if (method is ConstructorInfo constructor) il.Emit(OpCodes.Ldtoken, module.GetMethodMetadataToken(constructor));
            else il.Emit(OpCodes.Ldtoken, (MethodInfo)method);
            il.Emit(OpCodes.Pop);
        }

        il.Emit(OpCodes.Ret);
        dictionary.Emit(OpCodes.Ldstr, home.Key + ";");
        dictionary.Emit(OpCodes.Ldtoken, wanted);
        dictionary.Emit(OpCodes.Pop);
    }

    dictionary.Emit(OpCodes.Ret);
    module.CreateGlobalFunctions();
    assembly.Save(path);
}

// Methods by the names that the just-in-time compiler gives them: Namespace.Type`1+Nested[double,System.__Canon]:Method[int](parameters).
class MethodFinder
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, Type> types = new();
    private readonly HashSet<Assembly> own;
    private readonly Type[] enumerations;
    private Type integer = typeof(int);
    private string text;
    private int at;

    public MethodFinder(string program)
    {
        var context = new ProgramContext(program);
        var framework = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location);
        own = System.IO.Directory.EnumerateFiles(program, "*.dll").Select(file => Try(() => context.LoadFromAssemblyPath(file))).Where(assembly => assembly is not null).ToHashSet();
        var others = System.IO.Directory.EnumerateFiles(framework, "System.*.dll").Select(file => Try(() => Assembly.Load(new AssemblyName(System.IO.Path.GetFileNameWithoutExtension(file))))).Where(assembly => assembly is not null);
        foreach (var type in own.Concat(others).Append(typeof(object).Assembly).SelectMany(Types)) types.TryAdd(type.FullName, type);
        foreach (var (name, type) in new[] { ("double", typeof(double)), ("float", typeof(float)), ("uint", typeof(uint)), ("long", typeof(long)), ("ulong", typeof(ulong)), ("short", typeof(short)), ("ushort", typeof(ushort)),
            ("byte", typeof(byte)), ("ubyte", typeof(byte)), ("sbyte", typeof(sbyte)), ("bool", typeof(bool)), ("char", typeof(char)), ("nint", typeof(nint)), ("nuint", typeof(nuint)), ("System.__Canon", typeof(object)) })
            types[name] = type;
        enumerations = own.First(assembly => assembly.GetName().Name == "Numerics.Studies").GetTypes().SelectMany(type => type.GetProperties())
            .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).Where(type => type.IsEnum).Distinct().ToArray();
    }

    public HashSet<MethodBase> Found { get; } = new();

    // Where the code belongs: the assemblies of the program whose types it is about, the program's own for types of the framework alone. (Across assemblies, crossgen2 takes all groups into each.)
    public IEnumerable<string> Homes(MethodBase method)
    {
        var about = Parts(method.DeclaringType).Concat(method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments().SelectMany(Parts) : Array.Empty<Type>());
        return about.Select(type => type.Assembly).Where(own.Contains).Select(assembly => assembly.GetName().Name).DefaultIfEmpty("numerics").Distinct();
    }

    private static IEnumerable<Type> Parts(Type type)
        => type.HasElementType ? Parts(type.GetElementType()) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    public int Missing { get; private set; }

    public void Find(string name)
    {
        var before = Found.Count;
        FindOne(name);
        if (Found.Count == before) Missing++;
        if (!Regex.IsMatch(name, @"System\.Text\.Json|CamelCaseWord") || !Regex.IsMatch(name, @"[\[,]int[\],]")) return;
        foreach (var type in enumerations) // the list calls every enumeration int
        {
            integer = type;
            FindOne(name);
        }

        integer = typeof(int);
    }

    private void FindOne(string name)
    {
        var colon = Outside(name, ':');
        if (colon < 0 || name.StartsWith("(dynamicClass)") || Parsed(name[..colon]) is not [{ } type]) return;
        var rest = name[(colon + 1)..];
        var paren = Outside(rest, '(');
        var head = paren < 0 ? rest : rest[..paren];
        var count = paren < 0 || rest[paren..].StartsWith("()") ? 0 : 1 + Commas(rest[paren..]);
        var bracket = head.IndexOf('[');
        var arguments = bracket < 0 ? Array.Empty<Type>() : Parsed(head[(bracket + 1)..^1]);
        if (arguments.Contains(null)) return;
        foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
        {
            var fits = method.Name == (bracket < 0 ? head : head[..bracket]) && method.GetParameters().Length == count;
            var expected = method is MethodInfo { IsGenericMethodDefinition: true } ? method.GetGenericArguments().Length : 0;
            if (!fits || expected != arguments.Length) continue;
            if ((expected == 0 ? method : Try(() => ((MethodInfo)method).MakeGenericMethod(arguments))) is { } found) Found.Add(found);
        }
    }

    private Type[] Parsed(string list)
    {
        (text, at) = (list, 0);
        return Arguments();
    }

    private Type[] Arguments()
    {
        var all = new List<Type>();
        do all.Add(One()); while (at < text.Length && text[at++] == ',');
        return all.ToArray();
    }

    private Type One()
    {
        var start = at;
        while (at < text.Length && text[at] is not ('[' or ']' or ',')) at++;
        var name = text[start..at];
        var type = name == "int" ? integer : types.GetValueOrDefault(name);
        if (at + 1 < text.Length && text[at] == '[' && text[at + 1] is not (']' or ','))
        {
            at++;
            var arguments = Arguments();
            type = type is null || arguments.Contains(null) ? null : Try(() => type.MakeGenericType(arguments));
        }

        while (at + 1 < text.Length && text[at] == '[' && text[at + 1] == ']')
        {
            at += 2;
            type = type?.MakeArrayType();
        }

        return type is { IsGenericTypeDefinition: true } ? null : type;
    }

    private static int Outside(string name, char wanted)
    {
        for (int i = 0, depth = 0; i < name.Length; i++)
        {
            depth += name[i] == '[' ? 1 : name[i] == ']' ? -1 : 0;
            if (depth == 0 && name[i] == wanted) return i;
        }

        return -1;
    }

    private static int Commas(string parameters)
    {
        var (commas, depth) = (0, 0);
        foreach (var letter in parameters)
        {
            depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            commas += depth == 0 && letter == ',' ? 1 : 0;
        }

        return commas;
    }

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try { return assembly.GetTypes(); }
        catch (ReflectionTypeLoadException exception) { return exception.Types.Where(type => type is not null); }
    }

    private static T Try<T>(Func<T> make) where T : class
    {
        try { return make(); }
        catch (Exception exception) when (exception is ArgumentException or BadImageFormatException or System.IO.IOException or TypeLoadException or NotSupportedException) { return null; }
    }
}

// The program's assemblies, apart from those of the build tool that have the same names.
class ProgramContext : AssemblyLoadContext
{
    private readonly string program;

    public ProgramContext(string program) => this.program = program;

    protected override Assembly Load(AssemblyName name)
    {
        var file = System.IO.Path.Combine(program, name.Name + ".dll");
        return System.IO.File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
