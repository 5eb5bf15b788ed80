using Microsoft.EntityFrameworkCore;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Offices;

/// <summary>What an opening would make by itself: names, slug, mark and the template's units.</summary>
internal sealed record OfficePreview(Municipality Municipality, string Name, string Slug, string Mark, OfficeTemplate Template, bool AlreadyOpen);

/// <summary>Shows an operator what opening an office will bring, before it is done.</summary>
internal sealed class PreviewOffice(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<string, OfficePreview>(caller, DirectoryPermissions.Open)
{
    protected override async Task<Result<OfficePreview>> Do(string code, CancellationToken cancel)
    {
        var municipality = await db.Municipalities.AsNoTracking().SingleOrDefaultAsync(m => m.Current && m.Code == code, cancel);
        if (municipality is null || municipality.Status == MunicipalityStatus.MilitaryDistrict) return Refusal.NotFound();
        var names = new OfficeNames(db);
        return new OfficePreview(
            municipality, OfficeNaming.Name(municipality.Name, municipality.Status), await names.Slug(municipality, null, cancel) ?? "", await names.Mark(municipality, null, cancel) ?? "",
            OfficeTemplate.For(municipality.Type, municipality.Status, Prague.Today(clock)), await db.Offices.AnyAsync(o => o.Municipality == code, cancel));
    }
}
