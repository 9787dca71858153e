"""The Vietnamese words by which `short_name` abbreviates and cuts: data, in the order of use."""

import re
from collections.abc import Sequence

LEADING: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"^thủ tục hải quan (?:điện tử )?đối với ", re.IGNORECASE), "Hải quan: "),
    (re.compile(r"^(?:thủ tục(?: hành chính)?[:\s]+)+(?!hải quan|điện tử|đối với)(?=\S)", re.IGNORECASE), ""),
)
"""What every name could begin with, hence tells nothing."""

TAILS: Sequence[re.Pattern[str]] = tuple(
    re.compile(rf"[\s,;–-]+{tail}.*$", re.IGNORECASE)
    for tail in (
        r"thực hiện (?:bằng dịch vụ công|trực tiếp)",
        r"theo (?:quy định|Nghị định|Quyết định|Thông tư|Luật|Nghị quyết)\b",
        r"(?:quy định )?tại (?:Nghị định|Nghị quyết|Quyết định|Thông tư|khoản|Điều) \S*\d",
        r"thuộc (?:phạm vi|thẩm quyền)\b",
        r"trong (?:các )?trường hợp\b",
        r"đối với (?:các )?trường hợp\b",
        r"tại Việt Nam$",
    )
)
"""Formulas of law at the end of a name."""

ABBREVIATIONS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(rf"\b{long}\b", re.IGNORECASE), short)
    for long, short in (
        (r"[uủ][yỷ] ban nhân dân", "UBND"),
        (r"trách nhiệm hữu hạn", "TNHH"),
        (r"bảo hiểm xã hội", "BHXH"),
        (r"bảo hiểm y tế", "BHYT"),
        (r"bảo hiểm thất nghiệp", "BHTN"),
        (r"hợp tác xã", "HTX"),
        (r"phòng cháy(?:,| và|, và)? chữa cháy", "PCCC"),
        (r"công an nhân dân", "CAND"),
        (r"thuế giá trị gia tăng", "thuế GTGT"),
        (r"thuế thu nhập doanh nghiệp", "thuế TNDN"),
        (r"thuế thu nhập cá nhân", "thuế TNCN"),
        (r"thuế tiêu thụ đặc biệt", "thuế TTĐB"),
        (r"giấy phép lái xe", "GPLX"),
        (r"xuất khẩu, nhập khẩu|nhập khẩu, xuất khẩu", "xuất nhập khẩu"),
        (r"kết hợp đăng ký", "kết hợp"),
        (r"giấy chứng nhận", "GCN"),
        (r"quyền sử dụng đất", "QSDĐ"),
        (r"chứng chỉ hành nghề", "CCHN"),
        (r"văn phòng đại diện", "VPĐD"),
        (r"ngân hàng thương mại", "NHTM"),
        (r"tổ chức tín dụng", "TCTD"),
        (r"công ty cổ phần", "CTCP"),
        (r"đủ điều kiện", "đủ ĐK"),
        (r"việt nam", "VN"),
    )
)
"""Abbreviations in use on official forms and signs; the most familiar first."""

LAST_ABBREVIATIONS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\bgiấy phép\b", re.IGNORECASE), "GP"),
    (re.compile(r"\bdoanh nghiệp\b", re.IGNORECASE), "DN"),
)
"""Taken only where they save a name from being cut."""

FILLERS = re.compile(r"\b(?:các|những|việc|đề nghị|về việc)\s+(?=\w)", re.IGNORECASE)
"""Words whose loss changes nothing."""

_POINTING = """
bao bằng bị bởi các cho chưa có cùng của do dưới giữa gồm hoặc kèm khi không là mà mọi một nếu ngoài nhưng những
như phải qua ra sau sẽ so số tại theo thuộc thành trên trong trước từ từng tới trừ và vào về với vì việc đang đã
đến để đối được
bản cấp đủ đưa giấy khu loại mức người phi quyền sự tên tờ
"""

POINTING = frozenset(_POINTING.split())
"""Words that point ahead: a short name must not end with one."""

LINKING = frozenset(("các", "của", "hoặc", "là", "mà", "những", "nhưng", "và"))
"""Words that a telling part in brackets need not begin with."""

BINDING = frozenset(("bị", "chưa", "có", "dưới", "hạng", "khoản", "không", "loại", "từ"))
"""Words without which the next one would say the opposite or nothing: a telling part begins with them."""

_OPENERS = """
bằng cho có của do để đến đối gắn giữa hoặc kèm khi không mà nếu như nhưng qua sau tại theo thuộc trên trong trước
từ và với vào về vì
"""

PHRASE_OPENERS = frozenset(_OPENERS.split())
"""Words that open a new phrase: before one of them a name may well end."""

_PAIRS = """
an dưỡng, an ninh, an toàn, ban quản, ban đầu, bao gồm, biên bản, biên chế, biên giới, biên lai, biến đổi, biến động,
biển số, biện pháp, bán đấu, báo cáo, báo mất, bên thứ, bí mật, bưu chính, bưu điện, bảo dưỡng, bảo hiểm, bảo hộ,
bảo lãnh, bảo lưu, bảo trì, bảo tồn, bảo vệ, bảo đảm, bất động, bến cảng, bến khách, bến phao, bến phà, bến thủy,
bồi dưỡng, bồi thường, bổ nhiệm, bổ sung, cai nghiện, cam kết, cao tốc, chi nhánh, chi phí, chi tiết, chi trả,
chiến sĩ, chiết khấu, chung cư, chuyên dùng, chuyên môn, chuyên ngành, chuyên viên, chuyến bay, chuyển giao,
chuyển nhượng, chuyển đổi, chuẩn bị, chào bán, chào mua, chìm đắm, chính phủ, chính sách, chăn nuôi, chưa thành,
chưa đủ, chương trình, chấm dứt, chấp thuận, chất lượng, chất thải, chế biến, chế độ, chỉ định, chỉnh lý, chỉnh sửa,
chủ trương, chủ tịch, chủ đầu, chủng loại, chứng chỉ, chứng khoán, chứng minh, chứng nhận, chứng quyền, chứng thư,
chứng thực, chứng viên, chữ ký, con dấu, con nuôi, cung cấp, cung ứng, cá nhân, cán bộ, cây trồng, công an, công bố,
công chứng, công cụ, công dân, công khai, công nghiệp, công nghệ, công nhận, công năng, công sản, công sở, công trình,
công ty, công tác, công vụ, công đoàn, căn cước, căn cứ, cơ chế, cơ giới, cơ quan, cơ sở, cư trú, cải chính, cải hoán,
cải tạo, cảng biển, cảng cá, cảng cạn, cảnh báo, cảnh sát, cấp bộ, cấp cứu, cấp huyện, cấp i, cấp ii, cấp iii, cấp iv,
cấp lại, cấp mới, cấp phép, cấp trung, cấp tw, cấp tỉnh, cấp xã, cấp đặc, cấp đổi, cấu hạ, cầm cố, cập nhật, cố định,
cổ phiếu, cổ phần, cổ tức, cổ đông, cộng hòa, cộng tác, cộng đồng, cứu hộ, cứu khoa, cứu nạn, cửa hàng, cửa khẩu,
danh hiệu, danh mục, danh sách, di chuyển, diện tích, doanh nghiệp, du lịch, dung lượng, dân cư, dân sự, dân tộc,
dưỡng sức, dược liệu, dịch bệnh, dịch hại, dịch vụ, dữ liệu, dự kiến, dự thảo, dự toán, dự trữ, dự án, ghi danh,
ghi nợ, gia công, gia hạn, gia nhập, gia súc, gia tăng, gia đình, giai đoạn, giao dịch, giao nhận, giao nộp,
giao thông, giao đất, giá trị, giám hộ, giám sát, giám định, giám đốc, gián tiếp, giáo dục, giáo viên, giải quyết,
giải thể, giải trình, giải trí, giảm nghèo, giảm thuế, giấy chứng, giấy phép, giấy tờ, giống cây, giới hạn, góp vốn,
góp ý, gạch đầu, gạo thơm, gắn liền, gắn máy, hiệp hội, hiệp định, hiệu lực, hiệu quả, hiệu đính, hoa tiêu, hoàn công,
hoàn thiện, hoàn thuế, hoàn thành, hoàn trả, hoá đơn, hoán đổi, hoạt động, huy động, huấn luyện, hàng hoá, hàng hóa,
hàng hải, hàng không, hàng năm, hàng tháng, hành chính, hành khách, hành lý, hành nghề, hành trình, hành vi, hình sự,
hình thức, hòa giải, hóa chất, hóa đơn, hưu trí, hướng dẫn, hưởng lương, hạ tầng, hạn ngạch, hải quan, hải đảo,
hậu quả, hằng năm, hệ thống, hồ chứa, hồ sơ, hồi hương, hỗ trợ, hộ chiếu, hộ gia, hộ kinh, hộ nghèo, hộ tịch, hội chợ,
hội đồng, hợp danh, hợp nhất, hợp pháp, hợp tác, hợp đồng, hủy bỏ, hữu hạn, khai báo, khai sinh, khai thuế, khai thác,
khai tử, khen thưởng, khiếu nại, khoa học, khoán phái, khoáng sản, khoản vay, khu vực, khung giá, khuyến mại,
khuyến nông, kháng chiến, khí hậu, khí thải, khí tượng, khó khăn, khôi phục, khả thi, khảo nghiệm, khảo sát, khấu trừ,
khẩn cấp, khắc phục, khởi công, khởi nghiệp, kinh doanh, kinh phí, kinh tế, kiến thức, kiến trúc, kiểm dịch, kiểm lâm,
kiểm nghiệm, kiểm soát, kiểm toán, kiểm tra, kiểm viên, kiểm định, kê khai, ký quỹ, kế hoạch, kế toán, kết cấu,
kết hôn, kết nối, kết quả, kết thúc, kỹ thuật, lai dắt, lao động, linh kiện, liên doanh, liên hiệp, liên kết,
liên quan, liên tỉnh, liên tục, liên vận, liệt sĩ, liệt sỹ, loại hình, luân chuyển, luật sư, luồng hàng, làm việc,
láng giềng, lâm nghiệp, lâm sinh, lâm sản, lãi suất, lãnh sự, lãnh thổ, lý lịch, lĩnh vực, lưu giữ, lưu hành, lưu trữ,
lương hưu, lấn biển, lần đầu, lập tổ, lắp ráp, lắp đặt, lệ phí, lồng bè, lợi nhuận, lựa chọn, lực lượng, ma túy,
miễn nhiệm, miễn thuế, miễn trừ, mua bán, mua sắm, mã hóa, mã số, mô tô, môi giới, môi trường, mạng lưới, mất tích,
mẫu dấu, mẫu vật, mặt đất, mỏ khoáng, một lần, một phần, mục tiêu, mục đích, mức độ, nghiên cứu, nghiệm thu,
nghiệp vụ, nghĩa vụ, nghề nghiệp, nghị quyết, nghị định, ngoài gỗ, ngoài khơi, ngoại giao, ngoại hối, ngoại quan,
ngoại thương, ngoại tệ, ngoại tỉnh, nguy cơ, nguy cấp, nguy hiểm, nguy hại, nguyên liệu, nguyên trạng, nguyên tắc,
nguồn gen, nguồn gốc, nguồn vốn, ngành nghề, ngân hàng, ngân sách, người dân, nhiên liệu, nhu cầu, nhà ga, nhà máy,
nhà nước, nhà thầu, nhà đầu, nhà ở, nhân dân, nhân lực, nhân thân, nhân viên, nhân đạo, nhượng quyền, nhận chìm,
nhập cảnh, nhập khẩu, nhập quốc, nhập tịch, niêm phong, niêm yết, nuôi con, nuôi trồng, nông dân, nông lâm,
nông nghiệp, nông sản, nông thôn, năng lực, nước biển, nước mặt, nước ngoài, nước thải, nạo vét, nổ mìn, nội bộ,
nội dung, nội quy, nội địa, nộp thuế, nợ thuế, phi ngân, phi thuế, phiên dịch, phá sản, phái sinh, pháo hoa,
pháp luật, pháp lý, pháp nhân, phát hành, phát sinh, phát thải, phát triển, phân bón, phân bổ, phân cấp, phân loại,
phân phối, phân tích, phê chuẩn, phê duyệt, phí bảo, phòng chống, phòng giao, phòng ngừa, phù hợp, phúc khảo,
phương pháp, phương thức, phương tiện, phương án, phạm vi, phần vốn, phế liệu, phế phẩm, phế thải, phối hợp,
phổ thông, phụ cấp, phụ lục, phụ thu, phụ tùng, phục hồi, phục vụ, qua lại, quan trắc, quy chuẩn, quy chế, quy hoạch,
quy mô, quy trình, quy định, quyết toán, quyết định, quyền lợi, quyền sở, quyền sử, quá cảnh, quá khổ, quá tải,
quân dụng, quân nhân, quân sự, quân đội, quản lý, quản trị, quảng cáo, quốc gia, quốc lộ, quốc phòng, quốc tế,
quốc tịch, quỹ tín, quỹ đất, quỹ đầu, ranh giới, riêng lẻ, rời cảng, rủi ro, rừng đặc, sai sót, sao chụp, sinh hoạt,
sinh học, sinh sản, sinh sống, sinh thái, sinh trắc, sinh viên, sáng tạo, sáp nhập, sát hạch, sát hải, sân bay,
sản phẩm, sản xuất, sắp xếp, số liệu, sổ gốc, sở hữu, sức khoẻ, sức khỏe, sử dụng, sửa chữa, sửa đổi, sự cố,
sự nghiệp, tai nạn, tem điện, thai sản, tham gia, tham quan, tham vấn, thanh lý, thanh niên, thanh quyết, thanh toán,
thay thế, thay đổi, thi công, thi hành, thi tuyển, thi đua, thiên nhiên, thiên tai, thiết bị, thiết kế, thiết lập,
thiệt hại, thoát nước, thoả thuận, thu gom, thu hồi, thu nhập, thu phí, thu thập, thuyền trưởng, thuyền viên,
thuê mua, thuần chủng, thuế quan, thuế suất, thuốc lá, thuốc nổ, thuốc pháo, thuốc thú, thuộc diện, thuộc thẩm,
thuỷ lợi, thuỷ nội, thuỷ sản, thành lập, thành phần, thành phẩm, thành phố, thành tích, thành viên, tháo dỡ,
thân nhân, thông báo, thông hành, thông qua, thông số, thông tin, thông điệp, thú y, thăm dò, thăm thân, thương binh,
thương mại, thương nhân, thương phẩm, thường niên, thường trú, thường xuyên, thất nghiệp, thẩm quyền, thẩm tra,
thẩm định, thế chấp, thế giới, thể dục, thể thao, thị thực, thị trường, thỏa thuận, thống nhất, thời gian, thời hạn,
thủ công, thủ tục, thủy lợi, thủy nội, thủy sản, thủy văn, thủy điện, thức ăn, thừa kế, thừa phát, thửa đất,
thực hiện, thực hành, thực phẩm, thực tập, thực vật, thực địa, tiêu chuẩn, tiêu chí, tiêu dùng, tiêu hủy, tiêu thụ,
tiếp cận, tiếp giáp, tiếp nhận, tiếp tục, tiền chất, tiền lương, tiền mặt, tiền tệ, toàn bộ, tra cứu, tranh chấp,
trao đổi, tre nứa, triển khai, triển lãm, trung gian, trung tâm, trung ương, truy cập, truy nộp, truyền máu,
truyền thống, trách nhiệm, trái phiếu, trình báo, trình tự, trích lục, trúng tuyển, trưng bày, trường bộ, trường hợp,
trạm dừng, trạm trộn, trật tự, trẻ em, trọng lượng, trọng tài, trồng cây, trồng rừng, trồng trọt, trợ cấp, trợ giúp,
trợ lý, trụ sở, trục vớt, trực thuộc, trực tiếp, trực tuyến, tu bổ, tuyến cố, tuyển chọn, tuyển dụng, tuổi già,
tài chính, tài khoản, tài liệu, tài nguyên, tài sản, tài trợ, tài viên, tàu bay, tàu biển, tàu cá, tàu lặn,
tàu thuyền, tàu thủy, tác viên, tách thửa, tái bảo, tái nhập, tái xuất, tái định, tên gọi, tìm kiếm, tình huống,
tình trạng, tích hợp, tín dụng, tín nhiệm, tính năng, tăng cường, tư cách, tư nhân, tư pháp, tư vấn, tương hỗ,
tương đương, tạm dừng, tạm hoãn, tạm ngừng, tạm nhập, tạm thời, tạm trú, tạm vắng, tạm ứng, tập huấn, tập kết,
tập lái, tập sự, tập thể, tập trung, tặng danh, tỉnh lộ, tố cáo, tố tụng, tồn dư, tổ chức, tổng hợp, tổng mặt,
tội phạm, từ chối, tự do, tự nguyện, tự nhiên, vay nước, vay vốn, vi mô, vi phạm, viễn thông, việc làm, viện trợ,
việt nam, vàng miếng, vùng biển, vùng nước, vùng đất, văn bản, văn bằng, văn phòng, vĩnh viễn, vũ khí, vận chuyển,
vận hành, vận tải, vận đơn, vận động, vật liệu, vật nuôi, vật thể, vật tư, vắc xin, vị trí, vốn góp, xa bờ, xe buýt,
xe máy, xe mô, xe ô, xuất bản, xuất cảnh, xuất khẩu, xuất nhập, xuất vận, xuất xứ, xác minh, xác nhận, xác thực,
xác định, xây dựng, xã hội, xét duyệt, xét hưởng, xét tặng, xóa án, xóa đăng, xăng dầu, xếp hạng, xổ số, xử lý,
xử phạt, y tế, yêu cầu, yếu tố, ô nhiễm, ô tô, đa dạng, đa phương, đi lại, điều chỉnh, điều kiện, điều lệ, điều tra,
điều ước, điểm đo, điện lực, điện tử, đo đạc, đào tạo, đánh giá, đóng cửa, đóng mới, đô thị, đăng kiểm, đăng ký,
đơn vị, đường bộ, đường ngang, đường sắt, đường thủy, được hưởng, đại chúng, đại diện, đại lý, đất đai, đấu giá,
đấu nối, đấu thầu, đầu tư, đặc biệt, đặc thù, đặc xá, đặt cược, đặt cọc, đề cương, đề nghị, đề xuất, đề án, đền bù,
địa bàn, địa chất, địa chỉ, địa giới, địa lý, địa phương, địa điểm, định chế, định danh, định giá, định hướng,
định kỳ, định lượng, định viên, đối chiếu, đối tác, đối tượng, đối với, đồng thời, đổi tên, động sản, động vật,
ưu tiên, ưu đãi, ốm đau, ủy nhiệm, ủy quyền, ủy thác, ứng dụng, ứng phó, ứng trước
"""

COMPOUNDS = frozenset(re.split(r",\s+", _PAIRS.strip()))
"""Pairs of syllables that are one word or belong together: a name is never cut between them."""
