using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Offices;

/// <param name="Version">The version that the administrator saw.</param>
/// <param name="Hours">Day → hours as typed.</param>
internal sealed record OfficeChange(uint Version, string Street, string PostalCode, string Email, string? Phone, string? BoxId, IReadOnlyDictionary<DayOfWeek, string> Hours, string? Media = null);

/// <summary>Changes the contacts and hours by which the public reaches the own office.</summary>
internal sealed class ChangeOffice(Caller caller, DirectoryDb db) : UseCase<OfficeChange, Done>(caller, DirectoryPermissions.Administer)
{
    public const int LongestMedia = 300;
    private const int LongestStreet = 150;

    protected override async Task<Result<Done>> Do(OfficeChange input, CancellationToken cancel)
    {
        if (await db.Offices.SingleOrDefaultAsync(o => o.Id == Caller.Office, cancel) is not { } office) return Refusal.NotFound();
        List<Refusal> wrong = [];
        var street = SafeText.Clean(input.Street, LongestStreet);
        if (street.TooLong || street.Text.Length == 0) wrong.Add(Refusal.Invalid("street", "directory.open.street"));
        if (!PostalCode.TryParse(input.PostalCode, out var postalCode)) wrong.Add(Refusal.Invalid("postalCode", PostalCode.Refused));
        if (!EmailAddress.TryParse(input.Email, out var email)) wrong.Add(Refusal.Invalid("email", EmailAddress.Refused));
        PhoneNumber? phone = null;
        if (!string.IsNullOrWhiteSpace(input.Phone) && !PhoneNumber.TryParse(input.Phone, out phone)) wrong.Add(Refusal.Invalid("phone", PhoneNumber.Refused));
        BoxId? box = null;
        if (!string.IsNullOrWhiteSpace(input.BoxId) && !BoxId.TryParse(input.BoxId, out box)) wrong.Add(Refusal.Invalid("boxId", BoxId.Refused));
        var media = SafeText.Clean(input.Media, LongestMedia);
        if (media.TooLong) wrong.Add(Refusal.Invalid("media", "directory.filing-room.media.too-long", ("count", LongestMedia)));
        List<DayHours> hours = [];
        foreach (var day in OfficeHours.Week)
        {
            if (!OfficeHours.TryParse(input.Hours.GetValueOrDefault(day), out var times)) wrong.Add(Refusal.Invalid($"hours.{day}", "directory.hours.shape"));
            else if (times.Count > 0) hours.Add(new(day, times));
        }
        if (wrong.Count > 0) return wrong;

        db.Entry(office).Property(o => o.Version).OriginalValue = input.Version;
        (office.Street, office.PostalCode, office.Email, office.Phone, office.BoxId, office.Hours, office.Media) =
            (street.Text, postalCode!.Value, email!.Value, phone?.Value ?? "", box?.Value, hours, media.Text.Length == 0 ? null : media.Text);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
