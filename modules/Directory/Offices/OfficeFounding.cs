using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Officials;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Offices;

/// <summary>Everything that an opened office begins with.</summary>
internal sealed class OfficeFounding
{
    private readonly List<object> rows = [];
    private readonly List<OfficialAppointed> appointed = [];

    public OfficeFounding(Municipality municipality, OfficeTemplate template, OpenOfficeInput input, string slug, string mark, string ownDomain, TimeProvider clock)
    {
        var domain = input.MailDomain ?? ownDomain;
        Office = new Office
        {
            Slug = slug,
            Mark = mark,
            Municipality = municipality.Code,
            MunicipalityName = municipality.Name,
            Type = municipality.Type,
            Name = input.Name ?? OfficeNaming.Name(municipality.Name, municipality.Status),
            OrganisationNumber = input.OrganisationNumber!,
            Street = input.Street ?? municipality.OfficeStreet ?? municipality.Name,
            PostalCode = input.PostalCode ?? municipality.OfficePostalCode ?? municipality.PostalCodes.FirstOrDefault() ?? "",
            Email = input.Email ?? $"podatelna@{domain}",
            Phone = input.Phone ?? "",
            BoxId = input.BoxId,
            Media = input.Media,
            PrimaryColour = input.PrimaryColour,
            Hours = template.Hours,
            OpenedAt = clock.GetUtcNow(),
            TemplateFrom = template.From,
        };
        var people = input.People?.ToDictionary(p => p.Position, StringComparer.Ordinal);
        foreach (var (unitTemplate, rank) in template.Units.Select((u, i) => (u, i)))
        {
            var unit = new Unit { Office = Office.Id, Code = unitTemplate.Code, Name = unitTemplate.Name, Rank = rank, FilingRoom = unitTemplate.FilingRoom };
            rows.Add(unit);
            rows.AddRange(unitTemplate.Agendas.Select(a => new Competence { Office = Office.Id, Agenda = a, Unit = unit.Id }));
            foreach (var (place, order) in unitTemplate.Positions.Select((p, i) => (p, i)))
            {
                var position = new Position { Office = Office.Id, Unit = unit.Id, Code = place.Code, Title = place.Title, Roles = place.Roles, Rank = order };
                rows.Add(position);
                var person = people is null ? new Appointee(place.Code, FirstUpper(place.Title), $"{place.Code}@{domain}") : people.GetValueOrDefault(place.Code);
                if (person is not null) Appoint(position, person, Prague.Today(clock));
            }
        }
    }

    public Office Office { get; }

    public void Into(DirectoryDb db)
    {
        db.Add(Office);
        db.AddRange(rows);
        db.Publish(new OfficeOpened(Office.Id, Office.Slug, Office.Name), Office.Id);
        foreach (var official in appointed) db.Publish(official, Office.Id);
    }

    private void Appoint(Position position, Appointee person, DateOnly today)
    {
        var official = new Official
        {
            Office = Office.Id,
            Unit = position.Unit,
            Position = position.Id,
            Title = person.Title ?? position.Title,
            Name = person.Name,
            Email = person.Email,
            Phone = person.Phone ?? "",
            Roles = position.Roles,
            AppointedOn = today,
        };
        rows.Add(official);
        appointed.Add(official.Appointed(person.InitialPassword));
    }

    private static string FirstUpper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
