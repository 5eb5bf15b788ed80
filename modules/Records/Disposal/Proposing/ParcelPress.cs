using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>A package that is safely stored, and what its check found.</summary>
/// <param name="Files">All that went into it.</param>
internal sealed record MadeParcel(string Name, string Blob, long Size, IReadOnlyList<Guid> Files, IReadOnlyList<ItemFinding> Findings);

/// <summary>Makes packages of items, checks them as the archive does, and stores those that may go.</summary>
internal sealed class ParcelPress(PackageMaker maker, ActingPerson persons, IDirectory directory, IBlobStore blobs, InstalledSchemas schemas, TimeProvider clock, Texts texts)
{
    /// <summary>Told of what kept a package from being made at all.</summary>
    public const string NotMade = "not-made";

    /// <summary>A package with findings is not stored; its blob is empty.</summary>
    public async Task<MadeParcel> Make(DisposalProcedure procedure, DisposalItem item, ParcelKind kind, CancellationToken cancel)
    {
        var of = kind switch { ParcelKind.Metadata => PackageKind.Metadata, ParcelKind.Full => PackageKind.Full, _ => PackageKind.HandOver };
        var assessment = of == PackageKind.HandOver ? new Assessment(Prague.Day(item.DecidedAt!.Value), await persons.Of(item.Office, procedure.SentBy, (await directory.UnitFor(item.Office, "records", cancel)).Id, cancel)) : null;
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-package-").FullName;
        try
        {
            var path = Path.Combine(folder, "package.zip");
            MadePackage made;
            await using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                var result = await maker.MakeAsync(item.File, of, target, cancel, assessment);
                if (!result.Succeeded) return new("", "", 0, [item.File], [.. result.Refusals.Select(r => new ItemFinding(NotMade, item.FileMark, texts.In("cs").Say(r)))]);
                made = result.Value;
            }
            // The check wants it under the name under which it goes.
            var named = Path.Combine(folder, $"{made.Name}.zip");
            File.Move(path, named);
            SipReport report;
            using (var package = await ZipPackage.Open(named, cancel)) report = await new SipCheck(schemas.Now, clock).Check(package, made.Profile, cancel);
            if (report.Findings.Count > 0) return new(made.Name, "", 0, made.Files, [.. report.Findings.Select(Told)]);
            await using var content = File.OpenRead(named);
            var staged = await blobs.Stage(content, long.MaxValue, cancel);
            return new(made.Name, staged.Hash.ToString(), staged.Size, made.Files, []);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private ItemFinding Told(Packages.Finding finding) => new(finding.Rule.Code, finding.Place, RuleWords.Message(texts.In("cs"), finding));
}
