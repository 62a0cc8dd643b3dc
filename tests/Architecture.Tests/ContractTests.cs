using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;

namespace OrleansLld;

/// <summary>The published language: what a grain says must mean the same to every version of every process.</summary>
public sealed class ContractTests
{
    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(bool), typeof(byte), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128),
        typeof(decimal), typeof(Guid), typeof(TimeSpan), typeof(DateTimeOffset), typeof(ReadOnlyMemory<byte>),
    ];

    /// <summary>Methods that nobody can wait for too long: they answer from memory.</summary>
    private static readonly HashSet<string> WithoutCancellation = ["IMarketsGrain.List"];

    private static IEnumerable<Type> Serialized =>
        Product.Contracts.TypesWritten().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)));

    private static IEnumerable<Type> Records => Serialized.Where(type => !type.IsEnum && !type.IsSubclassOf(typeof(Exception)));

    private static IEnumerable<Type> Interfaces =>
        Product.Contracts.TypesWritten().Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    /// <summary>Whoever answers for bytes writes and reads them itself: the seam of blobs is known on both sides of the grains.</summary>
    private static IEnumerable<Type> Seam =>
        Product.Contracts.TypesWritten().Where(type => type.IsInterface && type.Namespace == "OrleansLld.Storage");

    private static IEnumerable<MethodInfo> Methods =>
        Interfaces.SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly));

    [Fact]
    public void Every_public_type_is_a_grain_interface_an_observer_a_value_an_exception_or_the_storage_seam() =>
        Rule.HasNoOffenders(
            Product.Contracts.TypesWritten().Where(type => type.IsVisible)
                .Except(Serialized).Except(Interfaces).Except(Seam)
                .Where(type => !type.IsSubclassOf(typeof(Exception)) && type is not { IsAbstract: true, IsSealed: true })
                .Select(type => type.FullName!),
            "Grains.Interfaces holds the language between processes and nothing else: mark it [GenerateSerializer], or move it.");

    [Fact]
    public void No_exception_outside_has_a_serializer_of_its_own() =>
        Rule.HasNoOffenders(
            Product.Assemblies.Where(assembly => assembly != Product.Contracts).SelectMany(assembly => assembly.TypesWritten())
                .Where(type => type.IsSubclassOf(typeof(Exception)) && type.IsDefined(typeof(GenerateSerializerAttribute)))
                .Select(type => type.FullName!),
            "A gateway that does not know the type could not read the answer; without [GenerateSerializer] it gets name, text and stack.");

    [Fact]
    public void Every_alias_is_unique() =>
        Rule.HasNoOffenders(
            Serialized.Concat(Interfaces).GroupBy(Alias).Where(group => group.Skip(1).Any())
                .Select(group => $"{group.Key ?? "(none)"}: {string.Join(", ", group.Select(type => type.FullName))}"),
            "[Alias] is the stored and sent name of a type: every type needs one of its own.");

    [Fact]
    public void Every_alias_names_its_system() =>
        Rule.HasNoOffenders(
            Serialized.Concat(Interfaces)
                .Where(type => Alias(type)?.Begins(type.Namespace!.Split('.')[1].ToLowerInvariant() + ".") != true)
                .Select(type => $"{type.FullName}: {Alias(type)}"),
            "An alias reads system.name-in-kebab-case.");

    [Fact]
    public void Every_record_is_sealed_or_abstract_and_marked_immutable() =>
        Rule.HasNoOffenders(
            Records.Where(type => !(type.IsSealed || type.IsAbstract) || !type.IsDefined(typeof(ImmutableAttribute)))
                .Select(type => type.FullName!),
            "A contract record is sealed (or the abstract head of a closed union) and [Immutable], so silos never copy it.");

    [Fact]
    public void Every_record_is_immutable_in_depth() =>
        Rule.HasNoOffenders(
            from type in Records
            from property in Properties(type)
            where !IsImmutable(property.PropertyType) || IsSettable(property)
            select $"{type.FullName}.{property.Name}: {property.PropertyType}",
            "[Immutable] is a promise: init-only properties of values, contract records and ImmutableArray of these.");

    [Fact]
    public void Ids_of_a_record_count_from_zero_without_gaps() =>
        Rule.HasNoOffenders(
            from type in Records
            let ids = Properties(type).Where(property => property.DeclaringType == type)
                .Select(property => property.GetCustomAttribute<IdAttribute>()).OfType<IdAttribute>().Select(id => id.Id).Order()
            where !ids.SequenceEqual(Enumerable.Range(0, ids.Count()).Select(id => (uint)id))
            select $"{type.FullName}: {string.Join(", ", ids)}",
            "Ids are the wire format: each once, from 0, never reused.");

    [Fact]
    public void Every_stored_property_has_an_id() =>
        Rule.HasNoOffenders(
            from type in Records
            from property in Properties(type)
            where property.DeclaringType == type && property.CanWrite && !property.IsDefined(typeof(IdAttribute))
            select $"{type.FullName}.{property.Name}",
            "Without [property: Id(n)] Orleans drops the value silently.");

    [Fact]
    public void Every_enum_states_its_values() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("Grains.Interfaces")
            from member in file.Nodes<Microsoft.CodeAnalysis.CSharp.Syntax.EnumMemberDeclarationSyntax>()
            where member.EqualsValue is null
            select $"{file.At(member)} {member.Identifier}",
            "Enum values are stored and sent: write the numbers, so that a new member in the middle cannot renumber the rest.");

    [Fact]
    public void Every_method_has_an_alias_unique_in_its_interface() =>
        Rule.HasNoOffenders(
            from method in Methods
            group method by (method.DeclaringType, method.GetCustomAttribute<AliasAttribute>()?.Alias) into group_
            where group_.Key.Alias is null || group_.Skip(1).Any()
            from method in group_
            select $"{method.DeclaringType!.FullName}.{method.Name}: {group_.Key.Alias ?? "(none)"}",
            "A method's alias lets it be renamed while old and new processes talk.");

    [Fact]
    public void Every_method_takes_a_cancellation_token_last() =>
        Rule.HasNoOffenders(
            from method in Methods
            where !typeof(IGrainObserver).IsAssignableFrom(method.DeclaringType)
                && !WithoutCancellation.Contains($"{method.DeclaringType!.Name}.{method.Name}")
                && method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
            select $"{method.DeclaringType!.FullName}.{method.Name}",
            "A caller must be able to stop waiting.");

    [Fact]
    public void Every_observer_method_is_one_way() =>
        Rule.HasNoOffenders(
            from method in Methods
            where typeof(IGrainObserver).IsAssignableFrom(method.DeclaringType) && !method.IsDefined(typeof(OneWayAttribute))
            select $"{method.DeclaringType!.FullName}.{method.Name}",
            "A grain never waits for an observer: [OneWay].");

    [Fact]
    public void Methods_say_what_they_intend() =>
        Rule.HasNoOffenders(
            Methods.Where(method => method.Name.Length > 3 && char.IsUpper(method.Name[3]) && method.Name[..3] is "Get" or "Set")
                .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"),
            "Name the intent (Place, Cancel, Balances), never the getting and setting of state.");

    [Fact]
    public void Methods_pass_and_answer_immutable_values() =>
        Rule.HasNoOffenders(
            from method in Methods
            from type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(Answer(method.ReturnType))
            where type != typeof(void) && type != typeof(CancellationToken) && !Interfaces.Contains(type) && !IsImmutable(type)
            select $"{method.DeclaringType!.FullName}.{method.Name}: {type}",
            "What crosses a grain's border is immutable, and collections are ImmutableArray.");

    private static string? Alias(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.Name != "EqualityContract");

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static Type Answer(Type task) => task.IsGenericType ? task.GetGenericArguments()[0] : typeof(void);

    private static bool IsImmutable(Type type) =>
        Values.Contains(type)
        || type.IsEnum
        || type.IsDefined(typeof(ImmutableAttribute))
        || (Nullable.GetUnderlyingType(type) is { } underlying && IsImmutable(underlying))
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            && IsImmutable(type.GetGenericArguments()[0]));
}
