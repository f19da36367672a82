# Ap y swyddog yn Gymraeg. Mae pob neges yn frawddeg neu label cyfan.

app-name = Doorstep
back = Yn ôl
