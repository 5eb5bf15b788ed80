using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>A broken rule and the thing at which it is mended.</summary>
/// <param name="Told">False where the caller may not read the file it belongs to: then only the rule is told.</param>
internal sealed record SeenFinding(Packages.Finding Finding, RulePlace Place, bool Told);

/// <param name="Now">What can be mended at once.</param>
/// <param name="Later">What is natural while the file is open or its time has not come.</param>
/// <param name="Waits">What closing itself still waits for.</param>
/// <param name="Manages">May make the package.</param>
internal sealed record FileCheckView(CaseFile File, IReadOnlyList<SeenFinding> Now, IReadOnlyList<SeenFinding> Later, IReadOnlyList<Hindrance> Waits, IReadOnlyList<Detail> Notes, int Components, long Bytes, bool Manages);

/// <summary>
/// An official sees what the archive would object to if the file went there as it is now: every rule of the National Archive, asked of the
/// package that would be made of it. Nothing is made and nothing changes; the reading goes to the ledger.
/// </summary>
internal sealed class CheckFile(Caller caller, RecordsDb db, Sight sight, PackageComposer composer, ObjectLogs logs, FileClosing closing, InstalledSchemas schemas, IBlobStore blobs, TimeProvider clock)
    : UseCase<Guid, FileCheckView>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<FileCheckView>> Do(Guid input, CancellationToken cancel)
    {
        // Everything in it is told, so only those who see it whole check it.
        if (await sight.FindFile(input, cancel) is not { } file || !sight.ReadsWhole(file)) return Refusal.NotFound();
        var composed = await composer.Compose(file.Id, PackageKind.Full, null, alive: true, cancel);
        if (!composed.Succeeded) return composed.As<FileCheckView>();
        db.NoteRead(nameof(CaseFile), file.Id);
        await db.SaveChangesAsync(cancel);

        var facts = composed.Value;
        using var living = new LivingPackage(facts, await logs.Draw(file.Office, [.. facts.Entities.Select(e => e.Thing)], cancel), blobs);
        var report = await new SipCheck(schemas.Now, clock).Check(living.Package, MadePackage.ProfileOf(PackageKind.Full), cancel);
        var whole = facts.Bases.SelectMany(b => b.Files).Where(f => sight.ReadsWhole(f.File)).Select(f => f.File.Id).ToHashSet();
        var found = report.Findings.Select(f => (Finding: f, Place: living.PlaceOf(f))).Select(f => f.Place.File is { } other && !whole.Contains(other)
            ? new SeenFinding(f.Finding, new(other, facts.Bases.SelectMany(b => b.Files).First(b => b.File.Id == other).File.Mark, null), Told: false)
            : new(f.Finding, f.Place, Told: true)).ToList();
        var waits = file.State == FileState.Closed ? [] : (await closing.All(file, cancel)).Where(h => h.What is "open" or "not-final").ToList();
        return new FileCheckView(file, found.FindAll(f => !f.Finding.Rule.ComesWithTime), found.FindAll(f => f.Finding.Rule.ComesWithTime), waits, report.Notes,
            facts.Components.Count(), facts.Components.Sum(c => c.Size), Caller.May(RecordsPermissions.Manage));
    }
}
