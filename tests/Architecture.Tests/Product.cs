using System.Reflection;
using System.Runtime.CompilerServices;

namespace OrleansLld;

/// <summary>The product's assemblies as they were built.</summary>
internal static class Product
{
    public static Assembly Engines { get; } = Load("Engines");

    public static Assembly Contracts { get; } = Load("Grains.Interfaces");

    public static Assembly Grains { get; } = Load("Grains");

    public static Assembly Silo { get; } = Load("Silo");

    public static Assembly Gateway { get; } = Load("Gateway");

    public static Assembly Client { get; } = Load("Client");

    public static IReadOnlyList<Assembly> Assemblies { get; } = [Engines, Contracts, Grains, Silo, Gateway, Client];

    /// <summary>The types that somebody wrote, without those of compilers and source generators.</summary>
    public static IEnumerable<Type> TypesWritten(this Assembly assembly) => assembly.GetTypes().Where(IsWritten);

    private static bool IsWritten(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && type.FullName!.Begins("OrleansLld.")
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));

    private static Assembly Load(string project) => Assembly.Load($"OrleansLld.{project}");
}
