using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Directory.Offices;

/// <summary>A person for a position of the template.</summary>
/// <param name="Position">Its code in the template, such as <c>mayor</c>.</param>
/// <param name="Title">What they are called, when not as the template says.</param>
/// <param name="InitialPassword">In demo data only.</param>
internal sealed record Appointee(string Position, string Name, string Email, string? Phone = null, string? Title = null, string? InitialPassword = null);

/// <summary>The person an office is handed over to.</summary>
internal sealed record FirstAdministrator(string Name, string Email);

/// <summary>What to open; everything left out comes from the register and the template.</summary>
/// <param name="Municipality">Code, six digits.</param>
internal sealed record OpenOfficeInput(string Municipality)
{
    public string? Name { get; init; }

    public string? Slug { get; init; }

    /// <summary>Two to six letters A–Z.</summary>
    public string? Mark { get; init; }

    public string? Street { get; init; }

    public string? PostalCode { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? BoxId { get; init; }

    /// <summary><c>#rrggbb</c></summary>
    public string? PrimaryColour { get; init; }

    /// <summary>The part after @ of addresses that are made up; the slug under the installation's mail domain when left out.</summary>
    public string? MailDomain { get; init; }

    /// <summary>
    /// Who holds which position; the others stay vacant. With neither people nor an administrator, every position gets a nameless
    /// official with its own mailbox (<c>finance-head@…</c>), to be replaced by people.
    /// </summary>
    public IReadOnlyList<Appointee>? People { get; init; }

    /// <summary>Who will run the office in Virtuos and appoint the others, when nobody else is known; takes the position with that role.</summary>
    public FirstAdministrator? Administrator { get; init; }
}

/// <summary>
/// Connects a municipality: its office, units, positions and officials come from the template of its type. One office a municipality;
/// of two openings at once the database lets one through.
/// </summary>
internal sealed class OpenOffice(Caller caller, DirectoryDb db, TimeProvider clock, Installation installation) : UseCase<OpenOfficeInput, OfficeCard>(caller, "directory.open")
{
    private const int Attempts = 5;

    protected override async Task<Result<OfficeCard>> Do(OpenOfficeInput input, CancellationToken cancel)
    {
        var municipality = await db.Municipalities.AsNoTracking().SingleOrDefaultAsync(m => m.Current && m.Code == input.Municipality, cancel);
        if (municipality is null) return Refusal.Invalid("municipality", "directory.open.unknown-municipality");
        if (municipality.Status == MunicipalityStatus.MilitaryDistrict) return Refusal.Invalid("municipality", "directory.open.military-district");
        if (await db.Offices.AnyAsync(o => o.Municipality == municipality.Code, cancel)) return Already(municipality);

        var template = OfficeTemplate.For(municipality.Type, municipality.Status, Prague.Today(clock));
        input = template.WithAdministrator(input);
        var wrong = OfficeChecks.Of(input, template);
        if (wrong.Count > 0) return wrong;

        for (var attempt = 1; ; attempt++)
        {
            var slug = input.Slug ?? await Free(OfficeNaming.Slugs(municipality.Name, municipality.DistrictName, municipality.Code), db.Offices.Select(o => o.Slug), cancel);
            var mark = input.Mark ?? await Free(OfficeNaming.Marks(municipality.Name, municipality.Status), db.Offices.Select(o => o.Mark), cancel);
            if (slug is null) return Refusal.Invalid("slug", "directory.open.slug-taken");
            if (mark is null) return Refusal.Invalid("mark", "directory.open.mark-taken");
            var founding = new OfficeFounding(municipality, template, input, slug, mark, $"{slug}.{installation.Mail.From.Split('@')[^1]}", clock);
            try
            {
                Caller.TurnTo(founding.Office.Id);
                founding.Into(db);
                await db.SaveChangesAsync(cancel);
                return founding.Office.Card();
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } broken)
            {
                db.ChangeTracker.Clear();
                switch (broken.ConstraintName)
                {
                    case "office_municipality": return Already(municipality);
                    case "official_email": return Refusal.Invalid("people", "directory.email-taken");
                    case "office_slug" when input.Slug is not null: return Refusal.Invalid("slug", "directory.open.slug-taken");
                    case "office_mark" when input.Mark is not null: return Refusal.Invalid("mark", "directory.open.mark-taken");
                    // Another municipality took the proposed slug or mark in between; propose again.
                    case "office_slug" or "office_mark" when attempt < Attempts: continue;
                    default: throw;
                }
            }
        }
    }

    private static Refusal Already(Municipality municipality) => Refusal.Conflict("directory.open.already", ("municipality", municipality.Name));

    private static async Task<string?> Free(IEnumerable<string> candidates, IQueryable<string> taken, CancellationToken cancel)
    {
        foreach (var some in candidates.Distinct(StringComparer.Ordinal).Chunk(16))
        {
            var used = await taken.Where(t => some.Contains(t)).ToListAsync(cancel);
            if (some.FirstOrDefault(c => !used.Contains(c)) is { } free) return free;
        }
        return null;
    }
}
