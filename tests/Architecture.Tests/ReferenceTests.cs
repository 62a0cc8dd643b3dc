using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace OrleansLld;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Engines", [] },
        { "Grains.Interfaces", [] },
        { "Grains", ["Engines", "Grains.Interfaces"] },
        { "Gateway", ["Engines", "Grains.Interfaces"] },
        { "Silo", ["Gateway", "Grains"] },
        { "Client", ["Grains.Interfaces"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_what_the_architecture_says(string project, string[] references) =>
        ReferencesOf($"{project}/{project}.csproj", "ProjectReference")
            .Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal)
            .ShouldBe(references);

    [Theory]
    [MemberData(nameof(Allowed))]
    public void An_assembly_uses_no_project_behind_its_back(string project, string[] references)
    {
        // Silo starts what the projects under it hold, so it sees through them; everybody else uses direct references only.
        string[] seen = project == "Silo" ? ["Engines", "Gateway", "Grains", "Grains.Interfaces"] : references;
        var used = Assembly.Load($"OrleansLld.{project}").GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.Begins("OrleansLld."));

        Rule.HasNoOffenders(used.Except(seen.Select(name => $"OrleansLld.{name}")), $"{project} may use {string.Join(", ", seen)} only.");
    }

    [Fact]
    public void Engines_use_the_base_class_library_and_NodaTime_only() =>
        Rule.HasNoOffenders(
            Product.Engines.GetReferencedAssemblies().Select(name => name.Name!)
                .Where(name => !name.Begins("System.") && name is not ("NodaTime" or "System" or "netstandard")),
            "An engine is pure: no Orleans, no hosting, no logging.");

    [Fact]
    public void Contracts_know_Orleans_and_nothing_of_its_runtime() =>
        Rule.HasNoOffenders(
            Product.Contracts.GetReferencedAssemblies().Select(name => name.Name!)
                .Where(name => name.Begins("Orleans.Runtime") || name.Begins("Microsoft.AspNetCore")),
            "Contracts are what a client needs, no more.");

    [Fact]
    public void Grains_know_nothing_of_the_web() =>
        Rule.HasNoOffenders(
            Product.Grains.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.Begins("Microsoft.AspNetCore")),
            "Protocols belong to the Gateway.");

    [Fact]
    public void The_gateway_uses_only_wire_codecs_and_parsers_of_the_engines() =>
        Rule.HasNoOffenders(
            TypesUsed(Product.Gateway, "OrleansLld.Engines").Where(type => !IsWire(type)),
            "An engine's state belongs to a grain. The Gateway may use types of a .Wire namespace, or named …Codec or …Parser.");

    /// <summary>The console stands apart: of the others it sees the contracts only.</summary>
    [Theory]
    [InlineData("Engines", "Grains.Interfaces", "Grains", "Gateway", "Silo")]
    [InlineData("Grains.Interfaces", "Client")]
    public void Of_projects_that_see_one_another_a_type_name_belongs_to_one_only(params string[] projects) =>
        Rule.HasNoOffenders(
            projects.SelectMany(project => Assembly.Load($"OrleansLld.{project}").TypesWritten())
                .GroupBy(type => type.FullName!)
                .Where(group => group.Select(type => type.Assembly).Distinct().Skip(1).Any())
                .Select(group => $"{group.Key} in {string.Join(", ", group.Select(type => type.Assembly.GetName().Name))}"),
            "Projects share namespaces, so the same name in two of them is ambiguous to whoever references both.");

    [Fact]
    public void Every_package_has_one_exact_version() =>
        Rule.HasNoOffenders(
            XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props")).Descendants("PackageVersion")
                .Where(package => package.Attribute("Version")!.Value.Replace("$(OrleansVersion)", "").AsSpan().ContainsAny("*[(,"))
                .Select(package => package.Attribute("Include")!.Value)
                .Concat(SourceTree.Files.Where(file => file.HasExtension(".csproj") && file.Text.Has(" Version=\""))
                    .Select(file => file.Path)),
            "Versions stand in Directory.Packages.props, exact, because a range restores differently tomorrow.");

    [Fact]
    public void Every_pinned_package_is_used() =>
        Rule.HasNoOffenders(
            XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props")).Descendants("PackageVersion")
                .Select(package => package.Attribute("Include")!.Value)
                .Except(SourceTree.Files.Where(file => file.HasExtension(".csproj", ".props"))
                    .SelectMany(file => ReferencesOf(file.Path, "PackageReference"))),
            "A package that nobody references any more goes.");

    [Fact]
    public void No_mocking_library_is_referenced() =>
        Rule.HasNoOffenders(
            XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props")).Descendants("PackageVersion")
                .Select(package => package.Attribute("Include")!.Value)
                .Where(name => name is "Moq" or "NSubstitute" or "FakeItEasy"),
            "Engines are tested as they are, grains in a test cluster: a mocked runtime misleads.");

    private static IEnumerable<string> ReferencesOf(string path, string element) =>
        XDocument.Load(Path.Combine(SourceTree.Root, path)).Descendants(element)
            .Select(reference => reference.Attribute("Include")?.Value)
            .OfType<string>();

    private static bool IsWire(string type) =>
        type.Has(".Wire.")
        || type.Ends("Codec")
        || type.Ends("Parser");

    private static IEnumerable<string> TypesUsed(Assembly assembly, string of)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && metadata.StringComparer.Equals(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name, of))
                yield return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }
    }
}
