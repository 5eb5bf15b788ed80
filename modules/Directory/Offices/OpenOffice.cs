using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

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

    /// <summary>Needed where the register does not have it.</summary>
    public string? OrganisationNumber { get; init; }

    public string? Street { get; init; }

    public string? PostalCode { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? BoxId { get; init; }

    /// <summary>Data carriers that the filing room takes.</summary>
    public string? Media { get; init; }

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
internal sealed class OpenOffice(Caller caller, DirectoryDb db, CallerConnections connections, TimeProvider clock, Installation installation) : UseCase<OpenOfficeInput, OfficeCard>(caller, DirectoryPermissions.Open)
{
    protected override async Task<Result<OfficeCard>> Do(OpenOfficeInput input, CancellationToken cancel)
    {
        var municipality = await db.Municipalities.AsNoTracking().SingleOrDefaultAsync(m => m.Current && m.Code == input.Municipality, cancel);
        if (municipality is null) return Refusal.Invalid("municipality", "directory.open.unknown-municipality");
        if (municipality.Status == MunicipalityStatus.MilitaryDistrict) return Refusal.Invalid("municipality", "directory.open.military-district");
        var template = OfficeTemplate.For(municipality.Type, municipality.Status, Prague.Today(clock));
        var wishes = new OfficeWishes(template);
        input = wishes.Read(input with { OrganisationNumber = input.OrganisationNumber ?? municipality.OrganisationNumber ?? "" });
        if (wishes.Wrong.Count > 0) return wishes.Wrong.ToList();

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Openings go one by one, so that the proposed names stay free until they are saved.
        await db.Database.ExecuteSqlRawAsync("lock table directory.office in share row exclusive mode", cancel);
        if (await db.Offices.AnyAsync(o => o.Municipality == municipality.Code, cancel)) return Already(municipality);
        var names = new OfficeNames(db);
        if (await names.Slug(municipality, input.Slug, cancel) is not { } slug) return Refusal.Invalid("slug", "directory.open.slug-taken");
        if (await names.Mark(municipality, input.Mark, cancel) is not { } mark) return Refusal.Invalid("mark", "directory.open.mark-taken");

        var founding = new OfficeFounding(municipality, template, input, slug, mark, $"{slug}.{installation.Mail.From.Split('@')[^1]}", clock);
        await Turn(founding.Office.Id, cancel);
        founding.Into(db);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } broken)
        {
            return broken.ConstraintName switch
            {
                "office_municipality" => Already(municipality),
                "official_email" => Refusal.Invalid(input.Administrator is null ? "people" : "administrator.email", "directory.person.email-taken"),
                _ => throw new InvalidOperationException($"{broken.ConstraintName} was broken under the lock.", e),
            };
        }
        await transaction.CommitAsync(cancel);
        return founding.Office.Card();
    }

    // The connection is open already and was turned to whatever the caller saw before.
    private async Task Turn(Guid office, CancellationToken cancel)
    {
        Caller.TurnTo(office);
        await connections.TurnWithin((NpgsqlConnection)db.Database.GetDbConnection(), Caller, cancel);
    }

    private static Refusal Already(Municipality municipality) => Refusal.Conflict("directory.open.already", ("municipality", municipality.Name));
}
