using Microsoft.Extensions.Options;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.Storage.Files;

/// <summary>Says what is wrong with the disks before anything is written to one.</summary>
internal sealed class FileBlobOptionsValidator : IValidateOptions<FileBlobOptions>
{
    private const string Disks = $"{FileBlobOptions.Section}:{nameof(FileBlobOptions.Disks)}";

    public ValidateOptionsResult Validate(string? name, FileBlobOptions options)
    {
        var faults = FaultsOf(options.Disks).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(IList<DiskOptions> disks)
    {
        if (disks.Count > HashRing.NodesMax)
            yield return $"{Disks}: there are at most {HashRing.NodesMax}.";
        if (disks.Count > 0 && disks.All(disk => disk.Weight <= 0))
            yield return $"{Disks}: one of them needs a weight above 0.";
        foreach (var disk in disks)
        {
            if (!HashRing.IsNodeName(disk.Name))
                yield return $"{Disks}: '{disk.Name}' is no name; it has 1 to 64 lower-case letters, digits and hyphens.";
            if (disk.Weight is < 0 or > HashRing.WeightMax)
                yield return $"{Disks}: the weight of '{disk.Name}' is 0 to {HashRing.WeightMax}.";
            if (disk.Path.Length == 0)
                yield return $"{Disks}: '{disk.Name}' has no path.";
        }

        foreach (var twice in disks.GroupBy(disk => disk.Name).Where(group => group.Skip(1).Any()))
            yield return $"{Disks}: there are several of the name '{twice.Key}'.";
        var paths = disks.Where(disk => disk.Path.Length > 0).GroupBy(disk => Path.GetFullPath(disk.Path));
        foreach (var twice in paths.Where(group => group.Skip(1).Any()))
            yield return $"{Disks}: {string.Join(" and ", twice.Select(disk => $"'{disk.Name}'"))} have one path.";
    }
}
