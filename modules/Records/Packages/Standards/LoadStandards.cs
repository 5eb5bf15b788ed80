using System.Text.Json;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Operating;

namespace Virtuos.Records.Packages;

/// <summary><c>virtuos standards load FOLDER</c>: takes the official schemas, which are not shipped, from a folder into the installation.</summary>
internal static class LoadStandards
{
    public static readonly ToolCommand Command = new(
        "standards load",
        "Takes official schemas (the national standard for records systems, METS) from a folder into the installation.",
        new("folder", "A folder that holds them, at any depth."),
        [],
        Run);

    /// <summary>Where an installation keeps them.</summary>
    public static string FolderOf(Installation installation) => Path.Combine(installation.Var, "standards", "nsesss");

    private static Task<ToolEnd> Run(ToolCall call)
    {
        if (call.Many.Count == 0) return Refuse(call, "Name the folder that holds the official schemas.");
        List<SchemaFiles> sets = [];
        foreach (var folder in call.Many)
        {
            if (!System.IO.Directory.Exists(folder)) return Refuse(call, $"There is no folder {folder}.");
            sets.AddRange(SchemaFiles.Find(folder).Where(s => sets.TrueForAll(known => known.Published != s.Published)));
        }
        if (sets.Count == 0) return Refuse(call, $"No complete set of the schemas {SchemaFiles.Main}, {SchemaFiles.Log}, {SchemaFiles.Mets}, {SchemaFiles.Links} was found.");
        foreach (var set in sets) Copy(set, Path.Combine(FolderOf(call.Installation), set.Folder));
        if (call.Json) call.Say(JsonSerializer.Serialize(sets.ToDictionary(s => s.Folder, s => s.Paths), JsonSerializerOptions.Web));
        else
            foreach (var set in sets)
                call.Say($"{set.Folder}: {string.Join(", ", set.Paths.Values)} → {Path.Combine(FolderOf(call.Installation), set.Folder)}");
        return Task.FromResult(ToolEnd.Clean);
    }

    // The new set is whole before it takes the place of the old one.
    private static void Copy(SchemaFiles set, string folder)
    {
        var fresh = folder + ".new";
        if (System.IO.Directory.Exists(fresh)) System.IO.Directory.Delete(fresh, recursive: true);
        System.IO.Directory.CreateDirectory(fresh);
        foreach (var (name, path) in set.Paths) File.Copy(path, Path.Combine(fresh, name));
        if (System.IO.Directory.Exists(folder)) System.IO.Directory.Delete(folder, recursive: true);
        System.IO.Directory.Move(fresh, folder);
    }

    private static Task<ToolEnd> Refuse(ToolCall call, string why)
    {
        call.Complain(why);
        return Task.FromResult(ToolEnd.Refused);
    }
}
