using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Kind">A name of <see cref="PackageKind"/> in lower case.</param>
/// <param name="Day">Of the disposal procedure in which it was chosen; of what is handed over.</param>
/// <param name="Reason">Why it was chosen.</param>
internal sealed record MakePackageInput(Guid File, string? Kind, DateOnly? Day = null, string? Reason = null);

/// <summary>A package to be taken away.</summary>
/// <param name="Content">From its beginning; gone when closed.</param>
internal sealed record TakenPackage(MadePackage Package, Stream Content);

/// <summary>A records manager takes the package of a closed file away; that goes to the ledger for every file in it.</summary>
internal sealed class MakePackage(Caller caller, RecordsDb db, Sight sight, PackageMaker maker, ActingPerson persons, TimeProvider clock) : UseCase<MakePackageInput, TakenPackage>(caller, RecordsPermissions.Manage)
{
    public const int LongestReason = 500;

    protected override async Task<Result<TakenPackage>> Do(MakePackageInput input, CancellationToken cancel)
    {
        if (await sight.FindFile(input.File, cancel) is not { } file) return Refusal.NotFound();
        if (!Enum.TryParse<PackageKind>(input.Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind)) return Refusal.Invalid(nameof(input.Kind), "records.making.no-kind");
        Assessment? assessment = null;
        if (kind == PackageKind.HandOver)
        {
            if (input.Day is not { } day || day > Prague.Today(clock) || day.Year < (file.DiscardYear ?? 0)) return Refusal.Invalid(nameof(input.Day), "records.making.day", ("year", $"{file.DiscardYear ?? Prague.Today(clock).Year}"));
            var reason = SafeText.Clean(input.Reason, LongestReason);
            if (reason.TooLong) return Refusal.Invalid(nameof(input.Reason), "records.refusal.too-long", ("count", LongestReason));
            assessment = new(day, await persons.Now(file.Office, file.Unit, cancel), null, reason.Text.Length == 0 ? null : reason.Text);
        }
        var content = new FileStream(Path.Combine(Path.GetTempPath(), $"virtuos-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024, FileOptions.DeleteOnClose);
        var kept = false;
        try
        {
            var made = await maker.MakeAsync(file.Id, kind, content, cancel, assessment);
            if (!made.Succeeded) return made.As<TakenPackage>();
            foreach (var inside in made.Value.Files) db.NoteRead(nameof(CaseFile), inside);
            await db.SaveChangesAsync(cancel);
            content.Position = 0;
            kept = true;
            return new TakenPackage(made.Value, content);
        }
        finally
        {
            if (!kept) await content.DisposeAsync();
        }
    }
}
